import { h, icon } from '../html.js'
import { t } from '../i18n.js'
import { DOWNLOAD, PRINT } from '../icons.js'
import { copyButton } from './copy-button.js'

/**
 * The codes for a lost telephone, which are shown this once: to copy, to keep as a file, to print.
 * @param {string[]} codes
 * @param {string} email Whose they are, for the file and the paper.
 * @param {() => void} done The reader has put them away.
 */
export function backupCodes(codes, email, done) {
  const text = [t('backup.fileTitle', { email }), t('backup.fileHint'), '', ...codes, ''].join('\r\n')
  return h('div', { class: 'backup' },
    h('div', { class: 'paper' },
      h('h3', {}, t('backup.title')),
      h('p', { class: 'hint' }, t('backup.lead')),
      h('p', { class: 'print-only' }, t('backup.fileTitle', { email })),
      h('ol', { dir: 'ltr', 'aria-label': t('backup.title') }, codes.map(code => h('li', {}, h('code', {}, code))))),
    h('div', { class: 'foot' },
      copyButton(() => codes.join('\n')),
      h('button', { type: 'button', class: 'button small', on: { click: () => download(text) } },
        icon(DOWNLOAD), t('backup.download')),
      h('button', { type: 'button', class: 'button small', on: { click: () => print() } },
        icon(PRINT), t('backup.print'))),
    h('button', { type: 'button', class: 'button primary', on: { click: done } }, t('backup.done')))
}

/** @param {string} text */
function download(text) {
  // The mark at the start tells old editors that Arabic follows.
  const address = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/plain' }))
  h('a', { href: address, download: 'majlis-backup-codes.txt' }).click()
  URL.revokeObjectURL(address)
}
