/**
 * Who views and who writes what, and writing together.
 * @type {import('../shapes.js').Catalogue}
 */
export default {
  'together.viewing': 'في هذه المحادثة الآن: {names}',
  'together.colleague': 'زميل',
  'together.writes.reply': '{name} · جارٍ كتابة رد…',
  'together.writes.note': '{name} · جارٍ كتابة ملاحظة داخلية…',
  'together.ask': 'الكتابة معًا',
  'together.asking': 'بانتظار الموافقة من {name}…',
  'together.asked.reply': 'طلب من {name}: أن تكتبا هذا الرد معًا',
  'together.asked.note': 'طلب من {name}: أن تكتبا هذه الملاحظة معًا',
  'together.accept': 'موافقة',
  'together.decline': 'ليس الآن',
  'together.one': 'تكتبان هذا النص معًا، أنت و{name}',
  'together.many': {
    zero: 'تكتب وحدك', one: 'تكتب مع زميل واحد', two: 'تكتب مع زميلين', few: 'تكتب مع {count} زملاء',
    many: 'تكتب مع {count} زميلًا', other: 'تكتب مع {count} زميل',
  },
  'together.leave': 'المتابعة وحدي',
  'together.sent.reply': 'أُرسل الرد من {name}',
  'together.sent.note': 'أُضيفت الملاحظة من {name}',
  'together.declined': 'لا موافقة على الكتابة معًا الآن من {name}',
  'together.full': 'بلغ النص المشترك حدّه، ولم يُفقد منه شيء. تابع الكتابة وحدك.',
}
