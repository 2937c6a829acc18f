import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import ar from '../../../Services/Web/common/catalogue/ar-settings.js'
import arTeam from '../../../Services/Web/common/catalogue/ar.js'
import en from '../../../Services/Web/common/catalogue/en-settings.js'
import enTeam from '../../../Services/Web/common/catalogue/en.js'
import arFiles from '../../../Services/Web/common/catalogue/ar-files.js'
import arRating from '../../../Services/Web/common/catalogue/ar-rating.js'
import enRating from '../../../Services/Web/common/catalogue/en-rating.js'
import arVisitor from '../../../Services/Web/common/catalogue/ar-visitor.js'
import { choose, speaker } from '../../../Services/Web/common/i18n.js'

const WEB = fileURLToPath(new URL('../../../Services/Web/', import.meta.url))

/** @param {string} folder @returns {string[]} */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (entry.isDirectory()) return sources(`${folder}/${entry.name}`)
    return entry.name.endsWith('.js') && !folder.endsWith('catalogue') ? [`${folder}/${entry.name}`] : []
  })
}

/**
 * @param {string} file
 * @returns {{keys: string[], starts: string[]}} Whole keys, and the fixed starts of composed ones.
 */
function used(file) {
  const text = readFileSync(file, 'utf8')
  const keys = [...text.matchAll(/\b(?:t|fact)\((?:[^'"`()]*\? ?)?'([\w.]+)'(?:\s+: '([\w.]+)')?/g)]
    .flatMap(match => [match[1], match[2]]).filter(Boolean)
  const starts = [...text.matchAll(/\bt\(`([\w.]+)\$\{/g)].map(match => match[1])
  return { keys, starts }
}

test('both catalogues hold the same keys', () => {
  assert.deepEqual(Object.keys(ar).sort(), Object.keys(en).sort())
  assert.deepEqual(Object.keys(arTeam).sort(), Object.keys(enTeam).sort())
  assert.deepEqual(Object.keys(arRating).sort(), Object.keys(enRating).sort())
})

test('every text that changes with a number has all plural forms of its language', () => {
  for (const [language, catalogue] of Object.entries({ ar, en })) {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions()
    for (const [key, phrase] of Object.entries(catalogue)) {
      if (typeof phrase !== 'string') {
        assert.deepEqual(Object.keys(phrase).sort(), [...pluralCategories].sort(), `${language} ${key}`)
      }
    }
  }
})

test('both catalogues use the same values in each text', () => {
  const names = phrase => [...new Set([...JSON.stringify(phrase).matchAll(/\{(\w+)\}/g)].map(match => match[1]))].sort()
  for (const key of Object.keys(ar)) assert.deepEqual(names(ar[key]), names(en[key]), key)
})

test('no Arabic text was left in English', () => {
  for (const [key, phrase] of Object.entries(ar)) {
    if (key !== 'account.otherLanguage') assert.match(JSON.stringify(phrase), /\p{Script=Arabic}/u, key)
  }
})

test('every key that a page asks for is in the catalogue', () => {
  for (const file of sources(WEB)) {
    const known = file.includes('/settings/') ? ar : arTeam
    const { keys, starts } = used(file)
    for (const key of keys) assert.ok(key in known, `${file}: ${key}`)
    for (const start of starts) assert.ok(Object.keys(known).some(key => key.startsWith(start)), `${file}: ${start}…`)
  }
})

test("the widget asks for nothing beyond the visitor's catalogue", () => {
  for (const file of sources(`${WEB}widget`)) {
    // Its files bring texts of their own with them.
    const known = file.endsWith('/files.js') ? { ...arVisitor, ...arFiles } : arVisitor
    for (const key of used(file).keys) assert.ok(key in known, `${file}: ${key}`)
  }
})

test('Arabic counts in six forms', () => {
  const { say } = speaker('ar', ar)
  assert.equal(say('members.count', { count: 0 }), 'لا أعضاء')
  assert.equal(say('members.count', { count: 1 }), 'عضو واحد')
  assert.equal(say('members.count', { count: 2 }), 'عضوان')
  assert.equal(say('members.count', { count: 5 }), '5 أعضاء')
  assert.equal(say('members.count', { count: 11 }), '11 عضوًا')
  assert.equal(say('members.count', { count: 100 }), '100 عضو')
})

test('a name in the other script is isolated from the sentence around it', () => {
  assert.equal(speaker('ar', ar).say('widget.arrived', { name: 'Sara' }), 'رسالة جديدة من \u2068Sara\u2069')
})

test('the language is the first that is spoken', () => {
  assert.equal(choose([null, undefined, 'fr-FR', 'ar-SA', 'en']), 'ar')
  assert.equal(choose(['EN-gb', 'ar']), 'en')
  assert.equal(choose(['de']), 'en')
})
