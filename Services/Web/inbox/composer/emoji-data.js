import { fold } from '../../common/fold.js'

/** Each with the words that people look for it by, in Arabic and English. */
const SOURCE = {
  faces: `😀 ابتسامة سعيد grin happy smile|😃 فرح ضحكة joy happy|😄 ضحك سعيد laugh happy|😁 ابتسامة عريضة beam grin
😅 إحراج عرق sweat phew|😂 دموع الضحك lol tears laugh|🤣 قهقهة rofl laugh|🙂 ابتسامة خفيفة slight smile|😉 غمزة wink
😊 خجل سعيد blush warm|😇 ملاك بريء angel halo|🥰 حب love hearts|😍 إعجاب حب love eyes|😘 قبلة kiss|😋 لذيذ yum tasty
😎 رائع نظارة cool|🤩 انبهار wow star|🥳 احتفال party celebrate|🤗 عناق hug|🤔 تفكير think hmm
🫡 تحية حاضر salute yes
🤝 مصافحة اتفاق deal handshake|😐 محايد neutral|🙄 ملل eyes roll|😬 توتر grimace|😌 ارتياح relieved
😔 حزن أسف sad sorry
😴 نوم sleep|😷 مرض كمامة sick mask|🤒 مريض حمى ill fever|😕 حيرة confused|😟 قلق worried|🙁 حزين frown sad
😮 دهشة wow surprised
😢 بكاء حزن cry sad|😭 بكاء شديد sob cry|😱 رعب scream shock|😤 غيظ huff|😡 غضب angry mad|🥺 رجاء please plead
😳 إحراج flushed
🤯 انفجار صدمة mind blown|🥱 تثاؤب ملل yawn|🤐 صمت سر zip secret|🫣 خجل نظرة peek`,
  hands: `👍 إعجاب موافق تمام like ok yes thumbs|👎 رفض dislike no|👏 تصفيق أحسنت clap bravo|🙌 مرحى hooray praise
🙏 شكرا دعاء رجاء thanks please pray
🤲 دعاء dua pray|👋 مرحبا وداع سلام hi bye wave|👌 تمام ok perfect|✌️ سلام نصر peace victory|🤞 حظ luck fingers
💪 قوة strong muscle|✍️ كتابة write
👆 فوق up point|👇 تحت down point|👉 يمين right point|👈 يسار left point|☝️ واحد تنبيه one|✋ توقف stop hand
🖐️ كف خمسة five hand|🫶 قلب حب heart hands
🤏 قليل little|👀 نظر عيون eyes look|🧑‍💻 مبرمج حاسوب developer computer|🧑‍🔧 صيانة فني technician fix|🚶 مشي walk
🏃 ركض run`,
  hearts: `❤️ قلب حب heart love red|🧡 قلب برتقالي orange heart|💛 قلب أصفر yellow heart|💚 قلب أخضر green heart
💙 قلب أزرق blue heart|💜 قلب بنفسجي purple heart
🤍 قلب أبيض white heart|🖤 قلب أسود black heart|💔 قلب مكسور broken heart|💕 قلوب hearts|⭐ نجمة star
🌟 نجمة لامعة glow star|✨ بريق sparkles|🔥 نار fire hot
🎉 احتفال مبروك party congrats tada|🎊 زينة confetti|🎁 هدية gift present|🎂 كعكة ميلاد cake birthday
🏆 كأس فوز trophy win|🥇 ذهبية gold first|🎈 بالون balloon
🌹 وردة rose flower|🌸 زهرة blossom flower|💐 باقة bouquet flowers|🌙 هلال رمضان moon crescent ramadan
🕌 مسجد mosque|🕋 كعبة kaaba|📿 مسبحة beads`,
  things: `☕ قهوة coffee|🍵 شاي tea|🫖 إبريق شاي teapot|🌴 نخلة palm|🐪 جمل camel|🍽️ مطعم طعام food meal
🍕 بيتزا pizza|🍔 برغر burger|🍎 تفاحة apple|🎧 سماعة دعم headphones support
📦 طرد شحن package parcel box|🚚 توصيل شاحنة delivery truck shipping|✈️ سفر طائرة plane travel|🚗 سيارة car
🏠 منزل home house|🏢 مكتب شركة office building|🏪 متجر shop store
🛒 سلة تسوق cart shopping|🛍️ أكياس تسوق bags shopping|💳 بطاقة دفع card pay|💰 مال نقود money
💵 دولار نقد cash dollar|🧾 فاتورة receipt invoice|🏷️ سعر خصم tag price sale
📱 جوال هاتف phone mobile|💻 حاسوب laptop computer|🖨️ طابعة printer|⌨️ لوحة مفاتيح keyboard|🔋 بطارية battery
🔌 كهرباء plug power|💡 فكرة idea light|🔧 إصلاح fix wrench|🛠️ صيانة tools repair
📞 اتصال مكالمة call phone|📧 بريد email mail|📨 رسالة وارد message mail|📎 مرفق attachment clip
📄 مستند ملف document file|📋 قائمة clipboard list|📝 ملاحظة note memo|📊 تقرير رسم chart report
📅 تاريخ موعد date calendar|⏰ منبه وقت alarm time|⏳ انتظار wait hourglass|🕐 ساعة وقت clock hour
📍 موقع عنوان location pin|🗺️ خريطة map|🔑 مفتاح key|🔒 قفل آمن lock secure|🔓 مفتوح unlock
🔗 رابط link|🔍 بحث search find|📷 صورة كاميرا photo camera|🎥 فيديو video|🔔 تنبيه جرس bell notify|📢 إعلان announce`,
  signs: `✅ تم صحيح نعم done check yes|☑️ محدد checked|✔️ صح check|❌ خطأ لا no cross wrong
⚠️ تحذير تنبيه warning|❗ مهم تعجب important exclamation|❓ سؤال question|⁉️ استغراب what
🚫 ممنوع forbidden no|⛔ توقف ممنوع stop|♻️ تدوير إعادة recycle|🔄 تحديث إعادة refresh again
➡️ التالي يمين right next|⬅️ السابق يسار left back|⬆️ أعلى up|⬇️ أسفل down
🆕 جديد new|🆗 موافق ok|🆓 مجاني free|💯 مئة ممتاز hundred perfect|🔴 أحمر red|🟠 برتقالي orange|🟡 أصفر yellow
🟢 أخضر متاح green|🔵 أزرق blue|⚪ أبيض white|⚫ أسود black
1️⃣ واحد one|2️⃣ اثنان two|3️⃣ ثلاثة three|4️⃣ أربعة four|5️⃣ خمسة five
🇸🇦 السعودية saudi|🇦🇪 الإمارات emirates uae|🇰🇼 الكويت kuwait|🇶🇦 قطر qatar|🇧🇭 البحرين bahrain|🇴🇲 عمان oman
🇾🇪 اليمن yemen|🇪🇬 مصر egypt|🇯🇴 الأردن jordan|🇵🇸 فلسطين palestine
🇱🇧 لبنان lebanon|🇸🇾 سوريا syria|🇮🇶 العراق iraq|🇱🇾 ليبيا libya|🇹🇳 تونس tunisia|🇩🇿 الجزائر algeria
🇲🇦 المغرب morocco|🇲🇷 موريتانيا mauritania|🇸🇩 السودان sudan|🇸🇴 الصومال somalia`,
}

/**
 * By group, in the order shown.
 * @type {Record<string, {emoji: string, words: string}[]>}
 */
export const GROUPS = Object.fromEntries(Object.entries(SOURCE).map(([name, text]) => [
  name, text.split(/[|\n]/).map(entry => {
    const [emoji, ...words] = entry.split(' ')
    return { emoji, words: fold(words.join(' ')) }
  }),
]))
