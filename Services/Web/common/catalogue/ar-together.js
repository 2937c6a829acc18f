/**
 * Who views and who writes what, and writing together.
 * @type {import('../shapes.js').Catalogue}
 */
export default {
  'together.viewing': 'يتصفّح المحادثة الآن: {names}',
  'together.colleague': 'زميل',
  'together.writes.reply': 'يكتب {name} ردًا على هذه المحادثة',
  'together.writes.note': 'يكتب {name} ملاحظة داخلية',
  'together.ask': 'الكتابة معًا',
  'together.asking': 'بانتظار موافقة {name}…',
  'together.asked.reply': 'يرغب {name} في كتابة هذا الرد معك',
  'together.asked.note': 'يرغب {name} في كتابة هذه الملاحظة معك',
  'together.accept': 'موافقة',
  'together.decline': 'ليس الآن',
  'together.one': 'تكتب مع {name}، وكلٌّ منكما يرى ما يكتبه الآخر',
  'together.many': {
    zero: 'تكتب وحدك', one: 'تكتب مع زميل واحد', two: 'تكتب مع زميلين', few: 'تكتب مع {count} زملاء',
    many: 'تكتب مع {count} زميلًا', other: 'تكتب مع {count} زميل',
  },
  'together.leave': 'المتابعة وحدي',
  'together.sent.reply': 'أرسل {name} الرد',
  'together.sent.note': 'أضاف {name} الملاحظة',
  'together.declined': 'يفضّل {name} إكمال الكتابة وحده الآن',
  'together.full': 'بلغ النص المشترك حدّه، ويمكنك متابعة الكتابة وحدك. لم يُفقد شيء مما كُتب.',
}
