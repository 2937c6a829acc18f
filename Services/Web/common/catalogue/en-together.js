/**
 * Who views and who writes what, and writing together.
 * @type {import('../shapes.js').Catalogue}
 */
export default {
  'together.viewing': 'Viewing this now: {names}',
  'together.colleague': 'A colleague',
  'together.writes.reply': '{name} is writing a reply',
  'together.writes.note': '{name} is writing a note',
  'together.ask': 'Write together',
  'together.asking': 'Waiting for {name} to agree…',
  'together.asked.reply': '{name} would like to write this reply with you',
  'together.asked.note': '{name} would like to write this note with you',
  'together.accept': 'Agree',
  'together.decline': 'Not now',
  'together.one': 'You are writing with {name}; each sees what the other types',
  'together.many': { one: 'You are writing with one colleague', other: 'You are writing with {count} colleagues' },
  'together.leave': 'Go on alone',
  'together.sent.reply': '{name} sent the reply',
  'together.sent.note': '{name} added the note',
  'together.declined': '{name} would rather finish this alone for now',
  'together.full': 'The shared text has reached its limit. You can go on alone; nothing that was written is lost.',
}
