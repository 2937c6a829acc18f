import { openMenu } from '../../common/elements/menu.js'
import { field } from '../../common/field.js'
import { h, icon } from '../../common/html.js'
import { format, language, t } from '../../common/i18n.js'
import { BELL, CLOCK, REPLY } from '../../common/icons.js'
import { momentText } from './moment-text.js'
import { FARTHEST_DAYS, chosenMoment, snoozeChoices, wallTime } from './snooze-times.js'

/**
 * @typedef {import('../../common/wire.js').Conversation} Conversation
 * @typedef {import('../store.js').InboxStore} Store
 * @typedef {import('./deeds.js').Deeds} Deeds
 */

/**
 * @param {HTMLElement} anchor
 * @param {Store} store
 * @param {Deeds} deeds
 * @param {Conversation} item
 */
export function openSnoozeMenu(anchor, store, deeds, item) {
  const zone = store.session.workspace.timeZone
  // The week of Arabic-speaking countries begins on Sunday.
  const choices = snoozeChoices(Date.now(), zone, language() === 'ar' ? 0 : 1)
  openMenu(anchor, t('snooze.label'), [
    ...choices.map(({ name, at }) => ({
      label: t(`snooze.${name}`), hint: momentText(at, zone), face: icon(CLOCK),
      act: () => { deeds.snooze(item.id, at, t('snooze.done', { until: momentText(at, zone) })) },
    })),
    { label: t('snooze.pick'), face: icon(CLOCK), act: () => pickMoment(store, deeds, item) },
    {
      label: t('snooze.untilReply'), hint: t('snooze.untilReplyHint'), face: icon(REPLY, 'mirrored'), starts: true,
      act: () => { deeds.snooze(item.id, undefined, t('snooze.doneUntilReply')) },
    },
    ...item.snooze
      ? [{ label: t('snooze.end'), face: icon(BELL), starts: true, act: () => { deeds.wake(item.id) } }] : [],
  ])
}

/**
 * @param {Store} store
 * @param {Deeds} deeds
 * @param {Conversation} item
 */
async function pickMoment(store, deeds, item) {
  const [{ openForm }, { Problem }] = await Promise.all([
    import('../../common/dialog.js'), import('../../common/api.js'),
  ])
  const zone = store.session.workspace.timeZone
  const tomorrow = wallTime(Date.now() + 86_400_000, zone)
  const date = field({ name: 'date', type: 'date', label: t('snooze.date'), value: dateText(tomorrow) })
  const time = field({ name: 'time', type: 'time', label: t('snooze.time'), value: '09:00' })
  const [dateInput, timeInput] = [date, time].map(box => /** @type {HTMLInputElement} */ (box.querySelector('input')))
  dateInput.min = dateText(wallTime(Date.now(), zone))
  dateInput.max = dateText(wallTime(Date.now() + FARTHEST_DAYS * 86_400_000, zone))
  const shown = h('p', { class: 'snooze-shown', role: 'status' })
  const show = () => {
    const chosen = chosenMoment(dateInput.value, timeInput.value, zone, Date.now())
    shown.textContent = 'at' in chosen ? momentText(chosen.at, zone) : t(`field.${chosen.problem}`)
    shown.classList.toggle('bad', !('at' in chosen))
  }
  for (const input of [dateInput, timeInput]) input.addEventListener('input', show)
  show()
  await openForm({
    title: t('snooze.pickTitle'), lead: t('snooze.zone', { zone: zoneText(zone) }), submit: t('snooze.submit'),
    body: [h('div', { class: 'pair' }, date, time), shown],
    act: async () => {
      const chosen = chosenMoment(dateInput.value, timeInput.value, zone, Date.now())
      if (!('at' in chosen)) {
        throw new Problem({
          status: 422, code: 'input.invalid', errors: [{ field: 'date', code: chosen.problem, message: '' }],
        })
      }
      deeds.snooze(item.id, chosen.at, t('snooze.done', { until: momentText(chosen.at, zone) }))
    },
  })
}

/** @param {import('./snooze-times.js').WallTime} wall */
function dateText({ year, month, day }) {
  return [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
}

/** @param {string} zone */
function zoneText(zone) {
  const parts = format({ timeZone: zone, timeZoneName: 'longGeneric' }).formatToParts(new Date())
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone
}
