/**
 * What is read of files beside messages. The widget fetches it with the first of them.
 * @type {import('../shapes.js').Catalogue}
 */
export default {
  'files.list': 'Attachments',
  'files.drop': 'Drop files here to attach them',
  'files.remove': 'Remove this file',
  'files.cancel': 'Cancel the upload',
  'files.retry': 'Upload again',
  'files.download': 'Download {name}',
  'files.open': 'Open the picture {name}',
  'files.failed': 'The picture could not be loaded.',
  'files.tooLarge': 'This file is larger than allowed ({size}).',
  'files.tooMany': { one: 'A message takes one file at most.', other: 'A message takes {count} files at most.' },
  'problem.cancelled': 'The upload was cancelled.',
  'problem.attachment.empty': 'This file is empty.',
  'problem.attachment.tooLarge': 'This file is larger than allowed.',
  'problem.attachment.tooMany': 'These are more files than one message takes.',
  'problem.attachment.waiting': 'Too many of your files are still unsent. Send or remove some first.',
  'problem.attachment.type': 'This kind of file is not taken here.',
  'problem.attachment.mismatch': 'This file is not what its name says.',
  'problem.attachment.picture': 'This picture is damaged, or has more pixels than allowed.',
  'problem.attachment.name': 'This file needs a proper name.',
  'problem.attachment.noRoom': 'No files can be taken at the moment. Send your message without them.',
  'problem.attachment.notFound': 'This file is not available any more. Attach it again.',
}
