import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { contrast } from '../../../Services/Web/common/colour.js'

const css = ['common/tokens.css', 'common/shell.css']
  .map(path => readFileSync(new URL(`../../../Services/Web/${path}`, import.meta.url), 'utf8'))

/** The colours of one theme; the dark one changes what the light one says. */
function theme(dark) {
  const colours = {}
  for (const text of css) {
    const [light, rest = ''] = text.split('@media (prefers-color-scheme: dark)')
    for (const part of dark ? [light, rest.split(/\n {2}\}/)[0]] : [light]) {
      for (const [, name, value] of part.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)) colours[name] = value
    }
  }
  return colours
}

const SURFACES = ['canvas', 'surface', 'surface-sunken', 'surface-hover', 'surface-chosen']
const PAIRS = [
  ...SURFACES.flatMap(surface => ['ink', 'ink-soft', 'ink-faint', 'accent-text'].map(ink => [ink, surface])),
  ['danger', 'surface'], ['danger', 'danger-soft'], ['accent-ink', 'accent'], ['accent-ink', 'accent-hover'],
  ['ink', 'accent-soft'],
  ['accent-text', 'accent-soft'], ['note-ink', 'note'], ['note-ink', 'surface-sunken'], ['surface', 'ink'],
  ['status-open', 'surface'],
  ...['open', 'progress', 'waiting', 'closed'].map(status => [`status-${status}`, `status-${status}-soft`]),
]

for (const [name, dark] of [['light', false], ['dark', true]]) {
  test(`every text reads at 4.5 to 1 in the ${name} theme`, () => {
    const colours = theme(dark)
    for (const [ink, surface] of PAIRS) {
      const ratio = contrast(colours[ink], colours[surface])
      assert.ok(ratio >= 4.5, `${ink} on ${surface}: ${ratio.toFixed(2)}`)
    }
  })

  test(`the edge of every field shows at 3 to 1 in the ${name} theme`, () => {
    const colours = theme(dark)
    for (const surface of ['surface', 'surface-sunken']) {
      const ratio = contrast(colours['line-strong'], colours[surface])
      assert.ok(ratio >= 3, `${surface}: ${ratio.toFixed(2)}`)
    }
  })
}
