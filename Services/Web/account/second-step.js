import { Problem } from '../common/api.js'
import { backupCodeField, codeField } from '../common/code-field.js'
import { h } from '../common/html.js'
import { t } from '../common/i18n.js'
import { gateForm, show, showGate } from './gate.js'

/**
 * Sends what may ask for a second step, and takes the reader through it where it does. What they typed before is kept
 * in memory meanwhile, so that nothing is typed twice.
 * @param {(code?: string) => Promise<unknown>} send
 * @param {() => void} back Shows again what was before.
 * @returns {Promise<unknown>} What the server answered in the end.
 */
export async function throughSecondStep(send, back) {
  try {
    return await send()
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'session.codeRequired') throw error
    return new Promise(passed => show(() => askCode({ send, back, passed, backup: false })))
  }
}

/**
 * @param {object} step
 * @param {(code: string) => Promise<unknown>} step.send
 * @param {() => void} step.back
 * @param {(answer: unknown) => void} step.passed
 * @param {boolean} step.backup Whether a code of the list is asked for.
 */
function askCode(step) {
  const { send, back, passed, backup } = step
  const turn = () => show(() => askCode({ ...step, backup: !backup }))
  showGate(t('code.title'),
    h('p', { class: 'lead' }, t(backup ? 'code.backupLead' : 'code.lead')),
    gateForm({
      fields: [backup ? backupCodeField() : codeField()],
      label: t('code.button'),
      check: ({ code }) => (code ? [] : [{ field: 'code', code: 'required', message: '' }]),
      send: async ({ code }) => passed(await send(code)),
      done: () => {},
      place: ({ code }) => {
        if (code !== 'session.wrongCode') return undefined
        // The app shows another one by now.
        if (!backup) document.querySelector('form')?.reset()
        return { field: 'code', code: backup ? 'wrongBackup' : 'wrong', message: '' }
      },
    }),
    h('p', { class: 'other' },
      h('button', { type: 'button', class: 'link', on: { click: turn } },
        t(backup ? 'code.useApp' : 'code.useBackup'))),
    h('p', { class: 'other less' },
      h('button', { type: 'button', class: 'link', on: { click: back } }, t('account.back'))))
}
