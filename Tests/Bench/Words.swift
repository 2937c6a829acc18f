/// The lists of ``Texts``, what is said most first.
enum Words {
    static func list(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    static let arabicCommon = """
        من في على أن لا ما هل إلى هذا لم كان عن مع هو نعم كل لكن قد هي إذا أو ثم بعد قبل لي لكم منكم عند حتى أي كيف متى
        أين لماذا كم ليس هناك هنا الآن اليوم غدا أمس جدا فقط أيضا غير بدون خلال بين حول كما لأن حيث الذي التي تم سوف لقد
        أريد أحتاج يمكن ممكن يجب أرجو شكرا عفوا مرحبا أهلا السلام عليكم ورحمة الله وبركاته حياكم تمام طيب أنا نحن أنت
        """

    static let arabic = """
        طلب رقم سعر منتج خدمة شحن توصيل دفع فاتورة حساب مشكلة رسالة وقت يوم عميل متجر موقع رابط صورة لون مقاس كمية
        عنوان مدينة هاتف جوال بريد إلكتروني تطبيق تحديث نسخة نظام شاشة جهاز بطارية شاحن سماعة حاسوب كاميرا طابعة
        ضمان استبدال إرجاع استرداد مبلغ ريال درهم جنيه دينار بطاقة بنك تحويل حوالة قسط تقسيط خصم كوبون عرض تخفيض
        تأكيد إلغاء تعديل تغيير تأخير تأخر وصول مخزن مستودع فرع إدارة قسم موظف مندوب سائق مدير فريق دعم مساعدة
        سؤال جواب استفسار شكوى اقتراح ملاحظة تقييم تجربة جودة سرعة أمان خصوصية كلمة مرور تسجيل دخول خروج اشتراك باقة
        شهر سنة أسبوع ساعة دقيقة صباح مساء ليل ظهر عصر مغرب فجر موعد حجز تذكرة رحلة فندق غرفة سيارة طائرة مطار قطار
        محطة طريق شارع حي بيت شقة عمارة باب مفتاح أثاث كرسي طاولة سرير خزانة مرآة سجادة ستارة مصباح مطبخ ثلاجة غسالة
        فرن مكيف مروحة مكنسة خلاط إبريق كوب صحن ملعقة سكين قدر طعام وجبة فطور غداء عشاء قهوة شاي حليب سكر ملح خبز أرز
        لحم دجاج سمك بيض جبن زيت زيتون تمر عسل فاكهة تفاح برتقال موز عنب بطيخ خضار طماطم بصل ثوم خيار جزر بطاطس ماء
        عصير قميص ثوب عباءة حجاب حذاء حقيبة محفظة نظارة خاتم عقد سوار عطر بخور صابون شامبو كريم مكياج فستان تنورة معطف
        قطن حرير صوف جلد أبيض أسود أحمر أزرق أخضر أصفر بني رمادي وردي ذهبي فضي كبير صغير طويل قصير جديد قديم سريع بطيء
        جميل ممتاز رائع سيئ سهل صعب قريب بعيد رخيص غال مجاني متاح متوفر نفد ناقص زائد صحيح خطأ مكسور تالف معطل سليم
        أصلي مقلد محلي عالمي عربي يومي شهري سنوي رسمي خاص عام كامل نصف ربع أول ثان ثالث آخر مفتوح مغلق جاهز مشغول مسؤول
        أرسل استلم اشترى باع دفع حول سأل أجاب كتب قرأ فتح أغلق وصل انتظر تأخر حضر ذهب رجع أخذ أعطى وضع حمل نقل ركب شغل
        أطفأ ضغط اختار غير حذف أضاف حفظ بحث وجد فقد نسي تذكر عرف فهم شرح طلب رفض قبل وافق أكد ألغى عدل أصلح كسر غسل نظف
        طبخ أكل شرب نام استيقظ عمل درس علم تعلم سافر زار اتصل تواصل راسل تكلم سمع رأى شاهد أحب كره فرح حزن خاف ضحك شكر
        أحمد محمد علي عمر خالد سعود فهد سارة نورة ليلى مريم فاطمة عائشة هند ريم الرياض جدة مكة الدمام أبها تبوك حائل
        القاهرة الإسكندرية دبي الشارقة الدوحة الكويت المنامة مسقط عمان بيروت دمشق بغداد تونس الجزائر الرباط الخرطوم
        شركة مؤسسة مصنع مكتب مدرسة جامعة مستشفى صيدلية مسجد حديقة ملعب مطعم مقهى سوق مجمع برج جسر ميناء بحر جبل صحراء
        كتاب دفتر قلم ورقة ملف مجلد درس امتحان شهادة وظيفة راتب عقد توقيع ختم وثيقة هوية جواز إقامة تأشيرة رخصة تأمين
        طبيب مهندس معلم محام محاسب طالب أستاذ رئيس وزير شرطي تاجر عامل طباخ خياط نجار حداد سباك كهربائي مصور كاتب
        قلب رأس يد عين أذن قدم ظهر بطن صدر دواء علاج مرض ألم حرارة برد صداع حساسية فحص تحليل أشعة عملية موعد عيادة
        مباراة فريق لاعب هدف كرة سباق رياضة تمرين نادي بطولة كأس فوز خسارة تعادل جمهور حكم شوط ركلة حارس مرمى منتخب
        شمس قمر نجم سماء أرض مطر ريح ثلج غيم شجرة زهرة وردة عشب نهر بحيرة جزيرة شاطئ رمل حجر ذهب فضة حديد نحاس خشب
        هدية مفاجأة حفلة عيد رمضان زفاف خطوبة ميلاد تخرج نجاح دعوة ضيف مضيف كعكة شمعة بالون زينة بطارية كابل محول وصلة
        شبكة إنترنت واي فاي إشارة اتصال مكالمة تنبيه إشعار قائمة زر صفحة نافذة سلة محرك متصفح برنامج لعبة حماية نسخ
        سياسة شروط أحكام موافقة اتفاقية بند مادة قانون محكمة قضية دليل إثبات مسؤولية التزام استثناء استثمار أرباح
        ميزانية
        """

    static let englishCommon = """
        the to and I a is my you it for of in not on this have can that your with was do me we are please but be when at
        from or as if how so what will an has by no yes all any there get been still would did does could which just now
        they our about after before then too also here thanks thank hello hi hey okay sorry again only very more than
        """

    static let english = """
        order number price product service shipping delivery payment invoice account problem message time day customer
        store website link picture color size quantity address city phone mobile email app update version system screen
        device battery charger headphones laptop camera printer warranty exchange return refund amount card bank
        transfer installment discount coupon offer sale confirm cancel change delay arrive warehouse branch department
        employee driver manager team support help question answer complaint suggestion note review experience quality
        speed safety privacy password login logout subscription plan month year week hour minute morning evening night
        appointment booking ticket trip hotel room car plane airport train station road street house apartment building
        door key furniture chair table bed cabinet mirror carpet curtain lamp kitchen fridge washer oven fan vacuum
        blender kettle cup plate spoon knife pot food meal breakfast lunch dinner coffee tea milk sugar salt bread rice
        meat chicken fish egg cheese oil olive date honey fruit apple orange banana grape melon vegetable tomato onion
        garlic cucumber carrot potato water juice shirt dress shoe bag wallet glasses ring necklace bracelet perfume
        soap shampoo cream makeup skirt coat cotton silk wool leather white black red blue green yellow brown grey pink
        gold silver big small long short new old fast slow beautiful excellent great bad easy hard near far cheap
        expensive free available missing extra correct wrong broken damaged faulty fine original fake local daily
        monthly yearly official private public complete half quarter first second third last open closed ready busy
        send receive buy sell pay ask write read close wait come go take give put carry move ride run press choose
        delete add save search find lose forget remember know understand explain request refuse accept agree edit fix
        break wash clean cook eat drink sleep wake work study teach learn travel visit call contact speak hear see watch
        love hate laugh cry try use need want like show tell think feel look seem keep let begin help turn start might
        company office school university hospital pharmacy garden stadium restaurant cafe market mall tower bridge port
        sea mountain desert book pen paper file folder lesson exam certificate job salary contract signature stamp
        document passport visa license insurance doctor engineer teacher lawyer accountant student professor president
        trader worker tailor carpenter plumber electrician photographer writer heart head hand eye ear foot back chest
        medicine treatment illness pain fever cold headache allergy test analysis surgery clinic match player goal ball
        race sport training club championship cup win loss draw crowd referee keeper sun moon star sky earth rain wind
        snow cloud tree flower rose grass river lake island beach sand stone iron copper wood gift surprise party
        wedding birthday graduation success invitation guest cake candle balloon cable adapter network internet signal
        connection notification menu button page window cart engine browser software game protection copy policy terms
        approval agreement clause article law court case evidence responsibility exception investment profit budget
        tracking parcel courier customs express standard overnight signature label barcode serial model firmware reset
        sync backup restore export import template layout font theme dashboard report chart filter column row cell
        formula macro script plugin module library package release patch bug crash freeze lag error warning log trace
        """

    static let arabicFirst = """
        سارة أحمد نورة خالد ليلى محمد فاطمة عبدالله مريم فهد هند سلطان ريم ماجد دانة ناصر لطيفة يوسف أمل إبراهيم
        جواهر طارق عبير حسن منى علي رنا عمر شيخة سعد هدى بدر غادة راشد وفاء مشعل
        """
    static let arabicLast = """
        القحطاني العتيبي الحربي الغامدي الزهراني الشمري الدوسري المطيري السبيعي الشهري العنزي البلوي الأحمدي المالكي
        الخالدي الهاشمي الأنصاري المصري الشامي الحلبي البغدادي التونسي العماني الكندري المنصوري الكعبي النعيمي السويدي
        """
    static let englishFirst = """
        Sara Adam Nora Karim Layla James Emma Oliver Maria Daniel Anna David Julia Peter Helen Mark Lucy Thomas Grace
        Henry Alice Martin Rose Simon Clara
        """
    static let englishLast = """
        Smith Jones Brown Taylor Wilson Evans Walker Roberts Green Hall Wood Harris Martin Cooper King Baker Turner
        Parker Morgan Bennett Foster Hughes Price Ward
        """
}
