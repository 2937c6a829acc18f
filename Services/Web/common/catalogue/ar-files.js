/**
 * What is read of files beside messages. The widget fetches it with the first of them.
 * @type {import('../shapes.js').Catalogue}
 */
export default {
  'files.list': 'المرفقات',
  'files.drop': 'أفلت الملفات هنا لإرفاقها',
  'files.remove': 'إزالة المرفق',
  'files.cancel': 'إلغاء الرفع',
  'files.retry': 'إعادة الرفع',
  'files.download': 'تنزيل {name}',
  'files.open': 'فتح الصورة {name}',
  'files.failed': 'تعذّر تحميل الصورة.',
  'files.tooLarge': 'حجم الملف أكبر من الحد المسموح به ({size}).',
  'files.tooMany': {
    zero: 'لا يمكن إرفاق ملفات.', one: 'يمكن إرفاق ملف واحد فقط مع كل رسالة.',
    two: 'يمكن إرفاق ملفين على الأكثر مع كل رسالة.', few: 'يمكن إرفاق {count} ملفات على الأكثر مع كل رسالة.',
    many: 'يمكن إرفاق {count} ملفًا على الأكثر مع كل رسالة.', other: 'يمكن إرفاق {count} ملف على الأكثر مع كل رسالة.',
  },
  'problem.cancelled': 'أُلغي الرفع.',
  'problem.attachment.empty': 'هذا الملف فارغ.',
  'problem.attachment.tooLarge': 'حجم الملف أكبر من الحد المسموح به.',
  'problem.attachment.tooMany': 'عدد المرفقات أكبر من المسموح به في رسالة واحدة.',
  'problem.attachment.waiting': 'لديك ملفات كثيرة لم تُرسل بعد. أرسلها أولًا أو أزلها.',
  'problem.attachment.type': 'هذا النوع من الملفات غير مقبول هنا.',
  'problem.attachment.mismatch': 'محتوى الملف لا يطابق امتداد اسمه.',
  'problem.attachment.picture': 'هذه الصورة تالفة، أو أبعادها أكبر من المسموح به.',
  'problem.attachment.name': 'يحتاج الملف إلى اسم صالح.',
  'problem.attachment.noRoom': 'لا يمكن استقبال ملفات الآن. أرسل رسالتك من دون مرفقات.',
  'problem.attachment.notFound': 'لم يعد هذا الملف متاحًا. أرفقه مرة أخرى.',
}
