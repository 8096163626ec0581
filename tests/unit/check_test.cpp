// sekisho_check() as a composer uses it, through the public header alone: filled piece by piece, checked again, cancelled, observed, in an emergency.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "sekisho.h"

namespace {

using Options = std::vector<std::pair<const char *, const char *>>;
struct Policy {
    sekisho_policy *p = nullptr;
    Policy() : Policy(Options()) {}
    explicit Policy(const Options &options)
    {
        EXPECT_EQ(sekisho_policy_new(&p), SEKISHO_OK);
        for (const auto &o : options) EXPECT_EQ(sekisho_policy_set(p, SEKISHO_ENFORCED, o.first, o.second), SEKISHO_OK);
        EXPECT_EQ(sekisho_policy_finish(p), SEKISHO_OK);
    }
    Policy(const Policy &) = delete;
    ~Policy() { sekisho_policy_free(p); }
};
struct Mail {
    sekisho_message *m = nullptr;
    explicit Mail(const char *sender = "Hanako <hanako@office.example>")
    {
        EXPECT_EQ(sekisho_message_new(&m), SEKISHO_OK);
        EXPECT_EQ(sekisho_message_set_sender(m, sender), SEKISHO_OK);
        EXPECT_EQ(sekisho_message_set_subject(m, "Plan"), SEKISHO_OK);
    }
    ~Mail() { sekisho_message_free(m); }
    void to(const std::string &address, sekisho_field field = SEKISHO_TO)
    {
        EXPECT_EQ(sekisho_message_add_recipient(m, field, address.c_str(), nullptr, nullptr), SEKISHO_OK);
    }
    void text(const std::string &t) { EXPECT_EQ(sekisho_message_set_text(m, t.data(), t.size()), SEKISHO_OK); }
};
struct Report {
    sekisho_report *r = nullptr;
    Report(const Policy &p, Mail &m) { EXPECT_EQ(sekisho_check(p.p, m.m, &r), SEKISHO_OK); }
    ~Report() { sekisho_report_free(r); }
    const sekisho_finding *find(const char *name) const
    {
        for (size_t i = 0; i < sekisho_report_finding_count(r); i++)
            if (std::string(sekisho_finding_name(sekisho_report_finding(r, i))) == name) return sekisho_report_finding(r, i);
        return nullptr;
    }
    std::string first() const { return sekisho_finding_name(sekisho_report_finding(r, 0)); }
};

TEST(Check, PiecesAndASecondCheckOfTheSameMessage)
{
    Policy p;
    Mail m;
    m.to("taro@office.example");
    m.text("Hello");
    {
        Report r(p, m);
        EXPECT_EQ(sekisho_report_verdict(r.r), SEKISHO_PASS);
        EXPECT_EQ(r.find("outside-recipient"), nullptr);
        EXPECT_EQ(sekisho_report_show(r.r), 0);
    }
    for (int i = 0; i < 12; i++) m.to("guest" + std::to_string(i) + "@club.example");
    m.text("Hello, 社 外 秘 as promised. The list is attached.");
    {
        Report r(p, m);
        EXPECT_EQ(sekisho_report_verdict(r.r), SEKISHO_CONFIRM);
        EXPECT_EQ(r.first(), "visible-strangers");
        EXPECT_STREQ(sekisho_finding_message(r.find("visible-strangers")), "12 people outside can see each other's addresses.");
        EXPECT_STREQ(sekisho_finding_evidence(r.find("confidential-mark")), "社 外 秘");
        EXPECT_STREQ(sekisho_finding_evidence(r.find("forgotten-attachment")), "attached");
        EXPECT_STREQ(sekisho_report_send_label(r.r), "Send with 12 people visible to each other");
        EXPECT_EQ(sekisho_report_show(r.r), 1);
    }
}

TEST(Check, WhatPromisesAnAttachment)
{
    static const char *const promised[] = {
        "来週の打合せの資料をお送りします。",
        "後ほどお電話いたします\n資料をお送りします\nよろしくお願いします",
        "先日ご依頼いただいた資料をお送りします。",
        "昨日の会議の議事録をお送りします。",
        "資料をお送りします。原本は別途郵送いたします。",
        "配布資料をお送りします。当日ご持参ください。",
        "添付の見積書で問題なければ、受領のご連絡をお願いします。",
        "添付ファイルが開けない場合はご連絡ください。",
        "添付ファイルが文字化けしている場合はご連絡ください。",
        "添付ファイルが開けませんでしたらご連絡ください。",
        "添付の通知のとおり、紙の申請を廃止します。",
        "別紙の事項をご確認ください。",
        "ご注文ありがとうございます。請求書を添付いたします。",
        "お問い合わせいただいた件、添付のとおり回答いたします。",
        "図面を添付したのでご確認ください。",
        "次第と資料を送ります。",
        "添付資料をご覧ください。",
        "本メールに添付したファイルをご確認ください。",
        "このメールに添付の資料をご確認ください。",
        "添付ファイルにご記入のうえ、返信してください。",
        "添付の用紙に記入し、12/10までに提出してください。",
        "見積書をお送りいたしますので、ご査収ください。",
        "データを送りますので取り込んでください。",
        "別紙のとおり決定しましたので通知します。",
        "会議次第を別添のとおり送付します。",
        "ご依頼の写真をお送りしました。ご確認ください。",
        "添付しました。",
        "資料、添付しておきます。",
        "申込書は添付のExcelをお使いください。",
        "添付にて失礼いたします。",
        "明日の会議の資料を送ります。",
        "請求書を添付しましたが、原本が必要な場合はお知らせください。",
        "領収書を添付しますので、経費精算をお願いします。",
        "Please see attached.",
        "Attached please find the invoice.",
        "I'm attaching the slides for tomorrow.",
        "Enclosed please find the contract.",
        "会議資料一式を添付にてお送り申し上げます。",
        "先日のお打ち合わせの議事録を添付いたします。",
        "ご指示いただいた修正を反映した版を添付します。",
        "昨日お電話でお話しした図面を添付しました。",
        "詳しくは添付のパンフレットをご参照ください。",
        "申請様式は添付ファイルのとおりです。",
        "お手数ですが添付の同意書に署名のうえ、ご返送をお願いします。",
        "見積書を添付しております。ご不明点があればお電話ください。",
        "遅くなりましたが、ご依頼の資料をお送りいたします。",
        "別添資料のとおり、要綱を改正しましたので通知します。",
        "ご査収ください（添付：請求書）。",
        "写真を何枚か添付しておきますね。",
        "アンケート用紙を添付しますのでFAXでご返送ください。",
        "パンフレットのデータをお送りします。印刷してお使いください。",
        "先ほどの資料に誤りがありました。修正版を添付します。",
        "届いた商品の写真を添付します。",
        "御社からいただいた様式に記入し、添付しました。",
        "請求書をお送りします。お振込は月末までにお願いします。",
        "来週の視察の行程表を添付いたします。",
        "記入例も添付していますので参考にしてください。",
        "作業報告書を添付ファイルにて提出いたします。",
        "診断書の写しを添付いたします。",
        "議事録をお送りしますので、修正がありましたらお知らせください。",
        "別紙2のとおり、日程を変更します。",
        "ご参考までに、カタログを添付させていただきます。",
        "I attach the revised drawing for your review.",
        "Please review the attached contract and let me know.",
        "The attachment contains the price list.",
        "図面を添付してお送りしますので、ご確認ください。",
        "工程表の最新版を添付しますのでご確認願います。",
        "ご請求書を添付いたしましたので、期日までにお支払いをお願いいたします。",
        "各課の回答を取りまとめましたので、別添のとおり報告します。",
        "次回の会議資料をお送りいたします。",
        "領収証のデータを添付いたしました。",
        "お見積りの件、添付にて回答いたします。",
        "遅延証明書を添付いたしますので、ご確認のほどお願いいたします。",
        "添付の委任状に記名押印いただき、12/10までにご提出ください。",
        "見学会のちらしを添付しますので、掲示をお願いします。",
        "検査結果を添付ファイルにまとめました。",
        "添付図面の赤丸部分をご確認いただけますか。",
        "前回からの変更点を添付にまとめています。",
        "写真データをお送りします。容量が大きくてすみません。",
        "ご契約内容は添付の通りです。",
        "通知文を別紙のとおり送付しますので、周知願います。",
        "Attached is the agenda for Monday.",
        "修正した工程表です（添付）。",
        "ご査収ください。添付：請求書",
        "図面添付",
        "資料は添付をご覧ください。",
        "当日の持ち物は添付のしおりに書いてあります。",
        "添付の図のように配線をお願いします。",
        "アンケート結果は添付のグラフのようになりました。",
        "ポスターを添付いたしました。掲示いただけると幸いです。",
        "添付ファイルをダウンロードしてお使いください。",
        "申込書は添付しています。",
        "見積書（添付1）と仕様書（添付2）をご確認ください。",
        "本日の議事メモを添付しておきました。",
        "添付、ご確認よろしくお願いいたします。",
        "別紙「日程表」をご参照ください。",
        "会議の資料をお送りさせていただきます。",
        "ご注文の請求書をお送り申し上げます。",
        "別添様式にて12月10日までに回答願います。",
        "Attaching the photos from yesterday.",
        "資料を送付いたします。",
        "資料を送付しますのでご査収ください。",
        "議事録を送付させていただきます。",
        "資料一式を送付しますのでご査収ください。",
        "契約書案を送付いたします。ご確認のほどよろしくお願いいたします。",
        "今月分の請求書をPDFにてお送りいたします。",
        "名簿を送ります。",
        "企画書のドラフトをお送りいたします。ご意見をいただければ幸いです。",
        "報告書を送付いたしましたので、ご確認ください。",
        "工程表をお送りします。",
        "図面をPDFでお送りします。",
        "修正した原稿をお送りします。",
        "先日ご依頼の写真をお送りしました。ご確認ください。",
        "別紙について、ご確認をお願いします。",
        "資料を送付しておりますのでご確認ください。",
        "Please find enclosed the invoice.",
        "I've attached the report.",
        "See attached.",
        "Attached is the contract for your signature.",
        "The agenda is attached.",
        "Please review the attached draft.",
        "I am attaching two photos.",
        "Please find attached our offer no. 4711.",
        "You will find the minutes attached.",
        "As requested, the form is attached.",
        "Attached for your information.",
        "PFA the report.",
        "The details are in the attachment.",
        "Sending the attached file again.",
        "Kindly see the attachments.",
        "Here's the attached PDF.",
        "I have attached a copy of my passport.",
        "Enclosed are the certificates.",
        "Our price list is attached herewith.",
        "Please find attached the minutes of yesterday's meeting.",
        "Thank you for your call; please find attached the offer.",
        "We received your order and have attached the confirmation.",
        "Regarding your e-mail, please see the attached drawing.",
        "The invoice for last week is attached.",
        "As discussed, attached is the revised plan.",
        "The slides are attached and the video follows.",
        "A copy of the signed agreement is attached for your records.",
        "I attached the file.",
        "I am sending you the signed contract as a PDF.",
        "Here is the price list as a PDF.",
        "Kindly review attached and sign.",
        "Kindly find the attached quotation.",
        "Let me send you the attached brochure first.",
        "遅くなりましたが、資料をお送りいたします。",
        "添付にてお送りいたします。",
        "ご査収のほどよろしくお願いします(添付あり)。",
        "申込書を添付いたしましたので、ご記入のうえご返送ください。",
        "添付ファイルをご確認のうえ、ご返信ください。",
        "添付のとおりです。",
        "詳細は添付をご参照ください。",
        "見積書を添付させて頂きます。",
        "PDFを添付しております。",
        "議事録(案)を添付しますので、ご確認ください。",
        "別添のとおり通知します。",
        "修正版を再送いたします。添付をご確認ください。",
        "Excelを添付しますね。",
        "下記の資料を添付いたします。",
        "ファイルを添付し忘れましたので、再度お送りします。",
        "先ほどは添付を忘れ失礼しました。改めて添付いたします。",
    };
    for (const char *sentence : promised) {
        Policy p;
        Mail m;
        m.to("taro@shop.example");
        m.text(std::string("Dear Taro,\n\n") + sentence + "\n\nHanako\n");
        EXPECT_NE(Report(p, m).find("forgotten-attachment"), nullptr) << sentence;
    }
}

TEST(Check, WhatSpeaksOfAttachmentsAndPromisesNone)
{
    static const char *const harmless[] = {
        "添付ファイルを拝見しました。",
        "添付の資料、受領いたしました。",
        "お送りいただいた添付の見積書について質問があります。",
        "いただいたメールの添付ファイルが開けませんでした。",
        "先日のメールに添付した図面をご覧ください。",
        "資料をお送りいただきありがとうございました。",
        "見積書をお送りいただけますでしょうか。",
        "後ほど資料をお送りします。",
        "資料は明日お送りします。",
        "来週資料をお送りします。",
        "資料をお送りする準備ができましたらご連絡します。",
        "請求書を送る前にご連絡ください。",
        "領収書の添付をお忘れなく。",
        "申請書に写真を添付してください。",
        "履歴書に写真を貼付し、証明書を添付のうえご提出ください。",
        "添付ファイルの容量は10MBまでです。",
        "不審な添付ファイルは開かないでください。",
        "資料を郵送にてお送りいたします。",
        "大容量のため下記URLよりダウンロードしてください。資料をお送りするのが遅くなりました。",
        "カタログを同封のうえ、宅配便で発送しました。",
        "返信用封筒を同封しておりますので、ご返送ください。",
        "ご返信の際は添付ファイルを付けないでください。",
        "パスワード付きzipファイルの添付は受け付けておりません。",
        "契約書別紙2に定める仕様に従います。",
        "添付書類は住民票、印鑑証明です。",
        "前回添付いたしました図面の件です。",
        "昨日お送りしたメールの添付ファイルに誤りがありました。",
        "添付ファイル、確かに受け取りました。",
        "添付資料ありがとうございました。",
        "請求書の送付先が変わりました。",
        "資料を送っていただけると助かります。",
        "写真を送ってもらえますか。",
        "データを送る際は暗号化してください。",
        "添付文書の改訂がありました。",
        "Could you send me the attachment again?",
        "Do not open attachments from unknown senders.",
        "メールに添付いただいた資料、部内で共有いたしました。",
        "お送りいただきました添付書面を確認いたしました。",
        "添付いただいたファイルにパスワードがかかっておりました。",
        "ご提出の際は、本人確認書類の写しを添付してお申し込みください。",
        "ファイルを添付される場合は、10MB以内でお願いいたします。",
        "添付資料は大変参考になりました。ありがとうございます。",
        "資料は来週の会議で配布いたします。",
        "資料は印刷してお送りします。",
        "議事録は完成次第お送りします。",
        "お見積書を送っていただきありがとうございます。",
        "請求書は毎月末に郵送でお送りしております。",
        "写真をお送りいただければ、こちらで確認いたします。",
        "申込書に会社案内を同封のうえ、下記までお送りください。",
        "サンプルにカタログを同封いたしました。",
        "別紙様式により申請してください。様式は市のホームページにあります。",
        "資料はクラウドに置きました。",
        "図面は先週お送りしたメールに添付しております。",
        "データの送り方を教えてください。",
        "メールにファイルが添付されていませんでした。",
        "添付ファイルが見当たらないのですが、再送いただけますか。",
        "添付ファイルが壊れているようです。",
        "添付のファイルが開けないので、PDFで送ってもらえますか。",
        "履歴書、職務経歴書を添付してご応募ください。",
        "お客様から資料を送ってほしいと言われています。",
        "契約書の別紙について、法務で確認中です。",
        "Your attachment did not come through.",
        "I could not open the file attached to your mail.",
        "Please do not send attachments larger than 10 MB.",
        "添付ありがとうございます。助かりました。",
        "先週末に添付でいただいた資料ですが、3ページ目が抜けているようです。",
        "添付資料の件、承知しました。",
        "いただいた資料を添付のまま転送して問題ないでしょうか。",
        "添付ファイルは社内規定により受け取れません。",
        "今回は添付資料はございません。",
        "資料の送付は不要です。",
        "ファイルが重いので添付は避けてください。",
        "請求書はPDFで送ってください。",
        "必要書類を添付して窓口にお持ちください。",
        "交通費は領収書を添付のうえ請求してください。",
        "請求書を送ったのですが、届いていますでしょうか。",
        "資料をお送りしたところ、先方から回答がありました。",
        "診断書を添付する必要はありますか。",
        "当日は別紙アンケートをお配りします。",
        "本日、契約書を同封した封書が届きました。",
        "Did you forget the attachment?",
        "Your email had nothing attached.",
        "添付の件、承知いたしました。",
        "さっそくの添付、助かりました。",
        "添付資料の5ページについて質問です。",
        "貴課からの照会に添付されていた様式は旧版ではないでしょうか。",
        "添付の容量制限は当社側では設けておりません。",
        "昨日の添付は破棄いただいて構いません。",
        "年賀状に写真を同封してくれてありがとう。",
        "御見積書を送ったばかりで恐縮ですが、数量を変更できますか。",
        "資料を送ったはずですが、確認いただけましたか。",
        "手続きには戸籍謄本の添付が求められます。",
        "領収書添付欄が足りません。",
        "資料を送付いただきありがとうございます。",
        "議事録を送付いただけますでしょうか。",
        "見積書を送付願います。",
        "見積書を送付頂き、ありがとうございました。",
        "請求書を送付する予定です。",
        "請求書を送付してください。",
        "データを送付済みです。",
        "データを送付した旨、連絡がありました。",
        "写真を送付していただき感謝します。",
        "資料を送付依頼しました。",
        "資料を送付できておりません。申し訳ございません。",
        "資料を送付できず申し訳ございません。",
        "資料をお送りできず申し訳ございません。",
        "請求書をお送りした件ですが、ご確認いただけましたか。",
        "請求書をお送りしておりますが、届いておりますでしょうか。",
        "資料をお送りしてよろしいでしょうか。",
        "資料を送ってもよろしいでしょうか。",
        "見積書をお送りしてもよいでしょうか。",
        "写真を送りましょうか。",
        "資料をお送りしましょうか?",
        "データを送るのを忘れていました。明日送ります。",
        "資料をお送り先のアドレスをお知らせください。",
        "別紙は後日お送りします。",
        "先週見積書をお送りしました。その後いかがでしょうか。",
        "見積書をお送りしました。ご覧いただけましたでしょうか。",
        "先日、資料をお送りしました。",
        "別紙1の記載内容についてご確認したいことがあります。",
        "報告書を送っていただけますか。",
        "名簿を送ってください。",
        "図面をお送りいただきありがとうございます。",
        "原稿を送る前にご連絡します。",
        "工程表をお送りいただけると助かります。",
        "請求書はPDFでお送りすることも可能です。",
        "PDFでお送りいただけますと助かります。",
        "企画書を送付していただいた件、承知しました。",
        "名簿を送付するよう指示がありました。",
        "資料一式をお送りくださいますようお願いします。",
        "月末に報告書をお送りします。",
        "報告書は後ほどPDFでお送りします。",
        "報告書をお送りする予定です。",
        "図面を郵送でお送りします。",
        "提案書をお送りすることになりました。来週になります。",
        "カタログはPDFでお送りできます。",
        "資料を送られたとのこと、まだ届いておりません。",
        "議事録を以下のとおりお送りします。",
        "Thanks for the attachment, I will look at it tomorrow.",
        "Thank you for the attached file.",
        "I got the attachment, thanks.",
        "Two boxes left today; a packing list is enclosed in box 1.",
        "As per the attachment you sent, the price is fine.",
        "The attachment in your last mail could not be opened.",
        "I have no attachment to send.",
        "See the attachments policy on the intranet.",
        "We are strongly attached to this project.",
        "The camera is attached to the wall.",
        "A cover letter must be attached to the application.",
        "Please make sure a receipt is attached.",
        "I forgot to attach the file yesterday, sorry; you have it by now.",
        "The condition attached to the offer is fine with us.",
        "The label was attached incorrectly.",
        "Both cables come attached.",
        "The meeting room is enclosed by glass.",
        "The payment was enclosed with the letter.",
        "Your attached comments were helpful.",
        "Thanks for attaching the minutes.",
        "Did you get the attachment I sent last week?",
        "I will attach the figures to the next mail.",
        "The attached photos you sent are great.",
        "Could you resend the attached file?",
        "We received your mail with the attached order.",
        "The list you attached is out of date.",
        "There is a fee attached to this service.",
        "The contract with its attachments will reach you by courier.",
        "Will you attach the drawings to the ticket?",
        "Our office is attached to the station.",
        "The file attached to ticket 4711 is wrong.",
        "As discussed, nothing needs to be attached.",
        "The attachment size limit is 25 MB.",
        "Herewith I confirm the appointment.",
        "We herewith confirm receipt of your order.",
        "I enclose my best wishes.",
        "The enclosure of the pump is made of steel.",
        "Use the enclosed screws to mount the bracket.",
        "The attached screws are too short.",
        "The importance attached to safety is high.",
        "I will send the attachment later.",
        "Attachments are blocked by our gateway.",
        "Please attach your CV.",
        "The report you attached has an error on page 2.",
        "The house has an attached garage.",
        "Got your attached plan, will comment tomorrow.",
        "Please check the attachment settings of the server.",
        "The hose is made of PFA and PTFE.",
        "Could you send me the report as a PDF?",
        "The manual can be had as a PDF on our website.",
        "資料をお送りしておりません。申し訳ございません。",
        "The attached house is for sale.",
        "Both forms must be attached to the claim.",
        "We received your message with the attached invoice.",
        "Please resend the attached invoice.",
        "Your attachment was too large.",
        "What is the status of the file attached to the ticket?",
        "It was good to see you so attached to the place.",
        "No attachments please.",
        "We have an attachment to our town.",
        "The seal is enclosed in plastic.",
        "The fence encloses the garden.",
        "添付ファイル名に日本語を使わないでください。",
        "添付ファイルが届いておりません。",
        "添付ファイルが開けましたでしょうか。",
        "添付の資料はご覧いただけましたでしょうか。",
        "添付いただきました写真、拝見しました。",
        "添付ミスがあり失礼いたしました。",
        "添付漏れのご指摘ありがとうございます。",
        "添付不備のため、再度ご提出ください。",
        "領収書を添付し、経理に提出しました。",
        "申請時に添付する書類について教えてください。",
        "申請書類に添付する写真のサイズは4×3cmです。",
        "確定申告書に添付する控除証明書は届いていますか。",
        "住民票の添付は省略できます。",
        "保険証の写しを添付してください。",
        "本人確認書類を添付のうえ、郵送してください。",
        "カメラは天井に添付されています。",
        "添付の仕方が分かりません。",
        "先日いただいた別紙の件、確認いたしました。",
        "別紙の記入方法を教えてください。",
        "別紙は不要です。",
        "同封物に不足がございました。",
        "納品書が同封されていませんでした。",
        "先ほど郵送した封筒に、返信用封筒を同封しております。",
        "資料を送っておきました。",
        "資料をお送りしたいのですが、ご住所を教えてください。",
        "資料をお送りする先はこちらのアドレスでよろしいでしょうか。",
        "請求書をお送りいただく宛先は下記です。",
        "データを送るときは、zipにしてください。",
        "写真を送ってくれてありがとう。",
        "見積書をお送りするまで少々お待ちください。",
        "議事録を送っていなかったことに気づきました。明日お送りします。",
        "ファイルを送る方法をご相談させてください。",
        "ファイルを送受信する際の注意点です。",
        "データを送信できません。エラーになります。",
        "データを送信するボタンを押してください。",
        "ファイルを送信中にエラーが出ました。",
        "写真を送信しました(LINEで)。",
        "請求書を送らないでください。",
        "資料を送るかどうか、検討中です。",
        "図面を送ってきた業者に確認します。",
        "報告書を送るよう言われました。",
        "名簿を送るのは控えてください。",
    };
    for (const char *sentence : harmless) {
        Policy p;
        Mail m;
        m.to("taro@shop.example");
        m.text(std::string("Dear Taro,\n\n") + sentence + "\n\nHanako\n");
        EXPECT_EQ(Report(p, m).find("forgotten-attachment"), nullptr) << sentence;
    }
}

TEST(Check, HowManyAttachmentsTheTextPromises)
{
    static const struct {
        const char *text;
        unsigned files, want; /* want 0: nothing to say */
    } rows[] = {
        {"調査票2点と回答書1点を添付いたします。", 1, 3},
        {"図面2点、仕様書1点を添付します。", 1, 3},
        {"2点添付いたします。", 1, 2},
        {"2点を添付します。", 1, 2},
        {"資料3点、添付いたします。", 1, 3},
        {"3つのファイルを添付しました。", 1, 3},
        {"添付ファイルは3つです。", 1, 3},
        {"添付ファイルは2点です", 1, 2},
        {"添付資料：2点", 1, 2},
        {"添付3点をご確認ください。", 1, 3},
        {"添付の2点をご確認ください。", 1, 2},
        {"添付ファイル（3点）をご確認ください。", 1, 3},
        {"見積書・仕様書の2点を添付しております。", 1, 2},
        {"ファイル2件を添付しました。", 1, 2},
        {"5ファイルを添付します。", 1, 5},
        {"Two files are attached.", 1, 2},
        {"Attached are three documents.", 1, 3},
        {"Please find the two attached files.", 1, 2},
        {"I attach two documents.", 1, 2},
        {"Please see the 2 attachments.", 1, 2},
        {"Attached please find three documents for your review.", 1, 3},
        {"The attached two documents are final.", 1, 2},
        {"図面2点と仕様書1点を添付します。", 3, 0},
        {"写真と図面2点を添付します。", 3, 0}, /* the photo is not counted */
        {"写真と図面2点を添付します。", 1, 2},
        {"見積書・仕様書の2点を添付します。", 3, 2},
        {"11月23日11:2点添付します。", 1, 0},
        {"ご質問いただいた3点について、添付の資料で回答いたします。", 1, 0},
        {"添付の資料で2点ご質問があります。", 1, 0},
        {"添付資料のうち、変更点は2点です。", 1, 0},
        {"添付のとおり2件の障害が発生しました。", 1, 0},
        {"別紙のとおり、3件の応募がありました。", 1, 0},
        {"商品5個の見積書を添付します。", 1, 0},
        {"2つの案を添付の資料にまとめました。", 1, 0},
        {"添付の申請書に押印のうえ、2通ご返送ください。", 1, 0},
        {"契約書を2通作成しましたので、PDFを添付します。", 1, 0},
        {"添付のファイルに2つの表があります。", 1, 0},
        {"添付の2つの表をご覧ください。", 1, 0},
        {"12件のデータをまとめたファイルを添付します。", 1, 0},
        {"アンケート10件の集計を添付いたします。", 1, 0},
        {"以下2点、添付の資料をご確認のうえご回答ください。", 1, 0},
        {"サンプル3個、送り状を添付します。", 1, 0},
        {"Attached is the list of the 12 documents we need.", 1, 0},
        {"The attached file shows four documents that are missing.", 1, 0},
        {"Please sign the attached contract and return two documents.", 1, 0},
        {"the attached spec has 4 files worth of changes merged into one.", 1, 0},
    };
    for (const auto &row : rows) {
        Policy p;
        Mail m;
        m.to("taro@shop.example");
        m.text(std::string("Dear Taro,\n\n") + row.text + "\n\nHanako\n");
        for (unsigned i = 0; i < row.files; i++) ASSERT_EQ(sekisho_message_add_attachment(m.m, "a.txt", "text/plain", "abc", 3, 0, 0), SEKISHO_OK);
        Report r(p, m);
        const sekisho_finding *f = r.find("attachment-count");
        EXPECT_EQ(f ? sekisho_finding_number(f) : 0, row.want) << row.text;
        EXPECT_EQ(r.find("forgotten-attachment"), nullptr) << row.text;
    }
}

TEST(Check, MarksOfSecrecyAndTalkOfIt)
{
    static const struct {
        const char *text;
        bool asks;
    } rows[] = {
        {"【社外秘】資料の件です。", true},
        {"本資料は社外秘です。", true},
        {"(取扱注意)", true},
        {"COMPANY CONFIDENTIAL: prices are 1,300.", true},
        {"This document is strictly confidential.", true},
        {"本契約において「社外秘」「Confidential」等の表示のある情報を秘密情報といいます。", false},
        {"社外秘である旨の表示のある資料を秘密情報とします。", false},
        {"部内限りの情報とのこと、承知しました。", false},
        {"製品の取扱注意事項をご確認ください。", false},
        {"荷物は割れ物 取扱注意の札を貼って発送しました。", false},
        {"\"Confidential Information\" means any information marked \"confidential\" by the Disclosing Party.", false},
        {"We will keep confidential all you tell us.", false},
        {"社外秘資料の持ち出しは禁止されています。", false},
        {"御社の社外秘情報は適切に管理いたします。", false},
        {"社外秘情報は含まれておりません。", false},
        {"極秘結婚のニュースが話題ですね。", false},
        {"受領者は、秘密情報を関係者限りで使用する。", false},
        {"メールの転送禁止の設定を解除してください。", false},
        {"We keep your personal data strictly confidential.", false},
        {"The confidential hotline is open from 9 to 5.", false},
        {"This course is for internal use of customers.", false},
        {"社外秘の資料をお送りします。", true},
        {"本メールには社外秘情報が含まれます。", true},
        {"この内容は社内限りでお願いします。", true},
        {"For internal use only.", true},
        {"See you.\n\nHanako\n\nThis e-mail is confidential and may be legally privileged.", false},
        {"See you.\n\nHanako\n\nThis message (including any attachments) is confidential. If you have received it by mistake, delete it.", false},
        {"See you.\n\nHanako\n\nThe contents of this e-mail are confidential to the addressee.", false},
        {"See you.\n\nHanako\n\nPrivileged/Confidential Information may be contained in this message.", false},
    };
    for (const auto &row : rows) {
        Policy p;
        Mail m;
        m.to("taro@shop.example");
        m.text(std::string("Dear Taro,\n\n") + row.text + "\n");
        EXPECT_EQ(Report(p, m).find("confidential-mark") != nullptr, row.asks) << row.text;
    }
}

TEST(Check, GreetingsThatNameNobody)
{
    static const struct {
        const char *text;
        bool asks;
    } rows[] = {
        {"〇〇 〇〇様\n\nこの度はご応募ありがとうございます。", true},
        {"〇〇株式会社 御中\n\nお世話になっております。", true},
        {"{{customer.name}}\u00A0様\n\nいつもありがとうございます。", true},
        {"Dear Mr. ______,\n\nthank you.", true},
        {"{name}様\n\nいつもご利用ありがとうございます。", true},
        {"株式会社○○\n営業部 △△様\n\nお世話になっております。", true},
        {"«保護者氏名» 様\n\n三者面談は«日時»です。", true},
        {"Dear [Name],\n\nwe are pleased.", true},
        {"Hi {{first_name}},\n\nyour order.", true},
        {"Hello %FIRSTNAME%!\n\nwelcome.", true},
        {"【担当者名】様\n\nお世話になっております。", true},
        {"××さま\n\nこんにちは", true},
        {"Dear XXX,\n\nhello", true},
        {"田中様\n\nお世話になっております。\n下記の文面でよいでしょうか。\n\n〇〇様\nこの度は", false},
        {"お世話になっております。青葉電機の大城です。\n文面案をお送りします。\n\n{name}様\n", false},
        {"田中様\n〇〇様\n", false},
        {"星見商事(株)様\n\nお世話になります。", false},
        {"お客様\n\nお世話になります。", false},
        {"ご担当者様\n\n", false},
        {"Hi Felixx,\n\nsee you", false},
        {"Dear all,\n\n{name} is the variable.", false},
        {"各位\n\n〇〇の件", false},
        {"皆様\n〇〇様", false},
        {"〇〇の件でご連絡します。", false},
    };
    for (const auto &row : rows) {
        Policy p;
        Mail m;
        m.to("taro@shop.example");
        m.text(row.text);
        EXPECT_EQ(Report(p, m).find("placeholder") != nullptr, row.asks) << row.text;
    }
}

TEST(Check, PasscodesOfMeetingsAreNoSecrets)
{
    const struct {
        const char *text;
        bool asks;
    } rows[] = {
        {"https://meet.example.com/j/98765432101\nミーティングID: 987 6543 2101\nパスコード: 482913", false},
        {"会議 ID: 412 345 678 901\nパスコード: aB7xQ2", false},
        {"Meeting ID: 987 6543 2101\nPasscode: x7Kq29", false},
        {"ログインID: hoshimi01\nパスワード: kX7#mQ2v", true},
        {"ログインID hoshimi01 / パスワード Aoba2026!", true},
        {"ユーザー名 admin パスワード admin1234", true},
        {"FTP ftp.example.com user web01 pw 9xKq3mZz", true},
        {"パスワードは Kx7mn2Rt です。", false}, /* the second mail of a password zip */
        {"ログインIDは社員番号、パスワードは郵送した通知書のとおりです。", false},
        {"ユーザー名とパスワードを入力し、8桁の番号12345678を控えてください。", false},
        {"The user must choose a password of 12 characters.", false},
        {"会議 ID: 412 345 678 901\nパスコード: aB7xQ2\n\nログインID: hoshimi01\nパスワード: kX7#mQ2v", true},
        {"ログインID: hoshimi01\nパスワード: kX7#mQ2v\n\n会議 ID: 412 345 678 901\nパスコード: aB7xQ2", true},
    };
    for (const auto &row : rows) {
        Policy p;
        Mail m;
        m.to("taro@shop.example");
        m.text(std::string("Dear Taro,\n\n") + row.text + "\n\nHanako\n");
        EXPECT_EQ(Report(p, m).find("secret") != nullptr, row.asks) << row.text;
    }
}

TEST(Check, SecretsInFilesAreNoSamples)
{
    const std::string key_id = "AKIA" "Q3EGUZ4RT7HWXKPD"; /* in two pieces: nobody's scanner shall take it for one */
    const struct {
        const char *name;
        std::string text;
        bool asks;
    } rows[] = {
        {"app.properties", "db.user=app\ndb.password=kX7#mQ2vLp\n", true},
        {"config.json", "{\"host\": \"db01\", \"client_secret\": \"h7Gd92kLmQ0pXz81vBnC3sTyU5wEiRoA\"}", true},
        {"prod.tfvars", "db_password = \"kX7mQ2vLp9\"\n", true},
        {"web.config", "<add connectionString=\"Server=db01;User Id=sa;Password=kX7#mQ2vLp;\" />", true},
        {"jdbc.txt", "url=jdbc:mysql://db01/app?user=app&password=kX7mQ2vLp9\n", true},
        {"url.yaml", "database_url: postgres://app:kX7mQ2vLp9@db01/app\n", true},
        {".netrc", "machine git.hoshimi.example login hoshino password kX7mQ2vLp9\n", true},
        {"keys.txt", "Access key: " + key_id + "\n", true},
        {"weak.env", "ADMIN_PASSWORD=Admin@2024\n", true},
        {"ja.txt", "ユーザー：app\nパスワード：ｋＸ７ｍＱ２ｖＬ\n", true},
        {"pin.txt", "法人カード\n暗証番号: 4821\n", true},
        {"account.txt", "ログインID: hoshimi01\n初期パスワード: uEnKV2RK\n", true},
        {"office.txt", "社内Wi-Fi\nSSID: HOSHIMI-OFFICE\nパスワード: hoshi2026kan\n", true},
        {"rules.txt", "条例データベース パスワード: kX7mQ2v9\n", true},
        {"weekly.txt", "定例会議室のPC　パスワード: kX7mQ2v9\n", true},
        {"vpn.txt", "Factory VPN password: kX7mQ2vLp\n", true},
        {"input.txt", "入力例　パスワード: kX7mQ2v9\n", false},
        {"samples-first.txt", "password: test1234\npassword: example1\npassword: kX7mQ2vLp9\n", true},
        {"key.pem", "-----BEGIN " "PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n-----END " "PRIVATE KEY-----\n", true},
        {"pem.py", "PEM = '-----BEGIN " "RSA PRIVATE KEY-----'\nif text.startswith(PEM): load(text)\n", false},
        {"manual.txt", "Default username: admin\nDefault password: 1234\nFactory default password: Qx7p-22ab\nExample: password: Winter#2024x\n", false},
        {"manual.txt", "パスワード：password\nパスワード：8～16文字\nPINコード：4～8桁\nパスワード：＊＊＊＊＊＊＊＊\n例：パスワード Sakura2024!\nパスワード: Taro-1980 のようなものは避ける\nID：sample01　パスワード：sample01\n", false},
        {"visitors.txt", "Wi-Fi for visitors\n\nNetwork: HOSHIMI\nPassword: kx7mq2v9\n", false},
        {"meeting.txt", "Microsoft Teams meeting\n\nMeeting ID: 312 456 789 012\n\nPasscode: aB3dE9\n", false},
        {"pass.txt", "1日乗車パス：2000円\npass: 1523\nPASS: 95.2%\nパス：3.6.1\nパス：2025\nパスワード：4821文字\n", false},
        {"app.min.js", "var n={user:\"u1\",password:this.form.password1.value,pass:n.pass2,pwd:t.b64(e.pwd1)}", false},
        {"log.txt", "password&from_page=1\ntoken: 0123456789abcdef0123456789abcdef\npassword: !res\nkey=0x00ff, password=0x0000\n", false},
        {"compose.yml", "POSTGRES_PASSWORD: example\nROOT_PASSWORD: ${DB_ROOT_PASSWORD:-root123}\nSECRET_KEY_FILE=/run/secrets/key1\n", false},
        {"api.yaml", "token: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0.SflKxwRJSMeKKF2QT4fwpM\n"
                     "access_key: " "AKIA" "IOSFODNN7EXAMPLE\nkey: ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n", false},
        {"mail.txt", "https://shop.example/reset?token=eyJhbGciOiJIUzI1NiJ9.eyJ1IjoiYWJjZGVmZ2hpamtsbW5vcCJ9.abcdefghijklmnopqrstuvwxyz012345\n"
                     "https://meet.example/j/91234567890?pwd=QkFzZTY0RW5jb2RlZFB3ZA.1\n", false},
    };
    for (const auto &row : rows) {
        Policy p;
        Mail m;
        m.to("taro@shop.example");
        m.text("Dear Taro,\n\nHere it is, attached.\n\nHanako\n");
        ASSERT_EQ(sekisho_message_add_attachment(m.m, row.name, "", row.text.data(), row.text.size(), 0, 0), SEKISHO_OK);
        EXPECT_EQ(Report(p, m).find("secret") != nullptr, row.asks) << row.name << ": " << row.text;
    }
}

TEST(Check, SamplesOfSecretsWithoutEndAreAskedAbout)
{
    std::string text;
    for (int i = 0; i < 10001; i++) text += "password: test1234\n";
    for (size_t lines : {10000, 10001}) {
        Policy p;
        Mail m;
        m.to("taro@shop.example");
        m.text("Dear Taro,\n\nHere it is, attached.\n");
        ASSERT_EQ(sekisho_message_add_attachment(m.m, "log.txt", "", text.data(), lines * 19, 0, 0), SEKISHO_OK);
        EXPECT_EQ(Report(p, m).find("secret") != nullptr, lines > 10000);
    }
}

TEST(Check, ToBccKeepsColleaguesAndNamesWhomItMoves)
{
    Policy p;
    Mail m;
    m.to("taro@office.example");
    for (int i = 0; i < 20; i++) m.to("guest" + std::to_string(i) + "@club.example", i % 2 ? SEKISHO_CC : SEKISHO_TO);
    Report r(p, m);
    const sekisho_finding *f = r.find("visible-crowd");
    ASSERT_NE(f, nullptr);
    EXPECT_EQ(sekisho_finding_recipient_count(f), 20u);
    for (size_t i = 0; i < sekisho_finding_recipient_count(f); i++) EXPECT_EQ(sekisho_finding_recipient(f, i), i + 1);
    EXPECT_STREQ(sekisho_finding_remedy(f, 0), "move-to-bcc");
    EXPECT_STREQ(sekisho_finding_remedy_label(f, 0), "Move 20 addresses to Bcc");
    EXPECT_STREQ(sekisho_finding_to_address(f), "hanako@office.example");
    EXPECT_STREQ(sekisho_finding_challenge(f), "20");
    EXPECT_EQ(sekisho_finding_remedy_count(f), 1u);
    EXPECT_STREQ(sekisho_finding_remedy(f, 1), "");
}

TEST(Check, ColleaguesMoveTooWhereTheyAreTheCrowd)
{
    Policy p(Options{{"remedy.bcc.to", "desk@office.example"}});
    Mail m;
    for (int i = 0; i < 40; i++) m.to("member" + std::to_string(i) + "@office.example");
    for (int i = 0; i < 16; i++) m.to("guest" + std::to_string(i) + "@club.example");
    Report r(p, m);
    EXPECT_EQ(r.first(), "visible-all");
    EXPECT_EQ(sekisho_finding_action(sekisho_report_finding(r.r, 0)), SEKISHO_ACTION_JUSTIFY); /* the strangers alone weigh that much */
    EXPECT_EQ(sekisho_finding_number(sekisho_report_finding(r.r, 0)), 56u);
    EXPECT_EQ(sekisho_finding_recipient_count(sekisho_report_finding(r.r, 0)), 56u);
    EXPECT_STREQ(sekisho_finding_to_address(sekisho_report_finding(r.r, 0)), "desk@office.example");
}

TEST(Check, ModesAndWhenTheDialogComes)
{
    const struct {
        Options options;
        const char *to;
        sekisho_verdict want;
        int want_show;
    } rows[] = {
        {{}, "a@club.example", SEKISHO_PASS, 0},
        {{{"dialog.when", "external"}}, "a@club.example", SEKISHO_PASS, 1},
        {{{"dialog.when", "external"}}, "a@office.example", SEKISHO_PASS, 0},
        {{{"dialog.when", "always"}}, "a@office.example", SEKISHO_PASS, 1},
        {{{"recipients.block", "club.example"}}, "a@club.example", SEKISHO_BLOCK, 1},
        {{{"recipients.block", "club.example"}, {"mode", "observe"}}, "a@club.example", SEKISHO_BLOCK, 0},
        {{{"recipients.block", "club.example"}, {"mode", "off"}}, "a@club.example", SEKISHO_PASS, 0},
        {{{"recipients.block", "club.example"}, {"emergency.until", "2026-12-01T18:00:00+09:00"}}, "a@club.example", SEKISHO_JUSTIFY, 1},
        {{{"recipients.block", "club.example"}, {"emergency.until", "2026-11-01T18:00:00+09:00"}}, "a@club.example", SEKISHO_BLOCK, 1},
    };
    for (const auto &row : rows) {
        Policy p(row.options);
        Mail m;
        ASSERT_EQ(sekisho_message_set_time(m.m, "2026-11-22T09:00:00Z"), SEKISHO_OK);
        m.to(row.to);
        Report r(p, m);
        EXPECT_EQ(sekisho_report_verdict(r.r), row.want);
        EXPECT_EQ(sekisho_report_show(r.r), row.want_show);
        EXPECT_EQ(std::string(sekisho_report_send_label(r.r)).empty(), row.want == SEKISHO_BLOCK);
    }
}

TEST(Check, WhatCouldNotBeHadIsNeverSilent)
{
    for (const char *action : {"justify", "block", "confirm", "note", "ignore"}) {
        Policy p(Options{{"fail.action", action}});
        Mail m;
        m.to("a@club.example");
        ASSERT_EQ(sekisho_message_add_attachment(m.m, "plan.docx", "", nullptr, 0, 0, 1), SEKISHO_OK);
        Report r(p, m);
        EXPECT_EQ(r.first(), "check-failed");
        EXPECT_GE(sekisho_report_verdict(r.r), SEKISHO_CONFIRM) << action;
    }
}

// Nothing at all, a stray file, a mail with other line ends than any mail has, or one whose recipients were taken out.
TEST(Check, AMailThatNamesNobodyIsNeverSilent)
{
    Policy p;
    const std::string mails[] = {"", "hello\n", std::string(20, '\0'), "From: a@office.example\rTo: b@shop.example\r\rpassword: Hunter2xyz!\r",
                                 "From: a@office.example\nTo: undisclosed-recipients:;\n\nhello\n"};
    for (const std::string &bytes : mails) {
        Mail m;
        ASSERT_EQ(sekisho_message_load_rfc5322(m.m, bytes.data(), bytes.size()), SEKISHO_OK);
        {
            Report r(p, m);
            EXPECT_EQ(r.first(), "check-failed") << bytes;
            EXPECT_EQ(sekisho_report_verdict(r.r), SEKISHO_JUSTIFY);
            EXPECT_STREQ(sekisho_finding_explanation(sekisho_report_finding(r.r, 0)), "fail.action: justify is the built-in default");
        }
        ASSERT_EQ(sekisho_message_add_envelope_recipient(m.m, "c@office.example"), SEKISHO_OK);
        EXPECT_EQ(Report(p, m).find("check-failed"), nullptr) << "the envelope says whom it goes to";
    }
    Mail draft;
    draft.text("a composer has no recipient yet");
    EXPECT_EQ(Report(p, draft).find("check-failed"), nullptr);
}

bool is_utf8(const char *s)
{
    for (const unsigned char *c = (const unsigned char *)s; *c;) {
        int n = *c < 0x80 ? 1 : *c >= 0xC2 && *c < 0xE0 ? 2 : *c >= 0xE0 && *c < 0xF0 ? 3 : *c >= 0xF0 && *c < 0xF5 ? 4 : 0;
        for (int i = 1; i < n; i++)
            if ((c[i] & 0xC0) != 0x80) return false;
        if (!n) return false;
        c += n;
    }
    return true;
}

TEST(Check, WhatComesInAsNoUtf8GoesOutAsUtf8)
{
    Policy p(Options{{"rule.r.keywords", "Kaede"}});
    const char bad[] = "\x8e\xff Kaede \xe4\xbd";
    Mail m("\xff\xfe <a@\xff.example>");
    m.to("\x83\x65@\x83.example");
    EXPECT_EQ(sekisho_message_add_recipient(m.m, SEKISHO_CC, "b@shop.example", bad, bad), SEKISHO_OK);
    EXPECT_EQ(sekisho_message_add_recipients(m.m, SEKISHO_CC, "\xe4\xbd\x90 <a@\xe4\xbd>, \xff"), SEKISHO_OK);
    EXPECT_EQ(sekisho_message_add_unknown_list(m.m, SEKISHO_TO, bad), SEKISHO_OK);
    EXPECT_EQ(sekisho_message_add_envelope_recipient(m.m, "\xff@shop.example"), SEKISHO_OK);
    EXPECT_EQ(sekisho_message_add_original_person(m.m, "\xfe@shop.example", bad), SEKISHO_OK);
    EXPECT_EQ(sekisho_message_set_subject(m.m, bad), SEKISHO_OK);
    EXPECT_EQ(sekisho_message_set_text(m.m, bad, sizeof bad - 1), SEKISHO_OK);
    EXPECT_EQ(sekisho_message_add_attachment(m.m, "\x8e\xff.txt", "\xff", bad, sizeof bad - 1, 0, 0), SEKISHO_OK);
    Report r(p, m);
    EXPECT_NE(r.find("rule"), nullptr);
    std::vector<const char *> texts = {sekisho_report_sender(r.r), sekisho_report_subject(r.r)};
    for (size_t i = 0; i < sekisho_report_finding_count(r.r); i++) {
        const sekisho_finding *f = sekisho_report_finding(r.r, i);
        texts.insert(texts.end(), {sekisho_finding_message(f), sekisho_finding_evidence(f), sekisho_finding_before(f), sekisho_finding_after(f), sekisho_finding_where(f)});
        for (size_t k = 0; k < sekisho_finding_remedy_count(f); k++) texts.push_back(sekisho_finding_remedy_label(f, k));
    }
    for (size_t i = 0; i < sekisho_report_recipient_count(r.r); i++) {
        const sekisho_recipient *one = sekisho_report_recipient(r.r, i);
        texts.insert(texts.end(), {sekisho_recipient_address(one), sekisho_recipient_name(one), sekisho_recipient_domain(one), sekisho_recipient_list(one)});
    }
    texts.push_back(sekisho_attachment_name(sekisho_report_attachment(r.r, 0)));
    sekisho_report *file = nullptr;
    ASSERT_EQ(sekisho_inspect(p.p, "\xff.txt", "x", 1, &file, nullptr, nullptr), SEKISHO_OK);
    texts.push_back(sekisho_attachment_name(sekisho_report_attachment(file, 0)));
    for (const char *text : texts) EXPECT_TRUE(is_utf8(text)) << text;
    sekisho_report_free(file);
}

TEST(Check, AListNobodyCouldExpandIsUnknownAndAsks)
{
    Policy p;
    Mail m;
    ASSERT_EQ(sekisho_message_add_unknown_list(m.m, SEKISHO_TO, "All members"), SEKISHO_OK);
    Report r(p, m);
    EXPECT_EQ(r.first(), "unexpanded-list");
    EXPECT_EQ(sekisho_recipient_class(sekisho_report_recipient(r.r, 0)), SEKISHO_UNKNOWN);
    EXPECT_NE(std::string(sekisho_finding_message(sekisho_report_finding(r.r, 0))).find("All members"), std::string::npos);
}

TEST(Check, WhoStoodInTheAnsweredMailIsNotCounted)
{
    Policy p;
    Mail m;
    for (int i = 0; i < 14; i++) {
        std::string address = "guest" + std::to_string(i) + "@club.example";
        m.to(address);
        ASSERT_EQ(sekisho_message_add_original_person(m.m, address.c_str(), nullptr), SEKISHO_OK);
    }
    {
        Report r(p, m);
        EXPECT_EQ(sekisho_report_verdict(r.r), SEKISHO_PASS);
    }
    m.to("new@elsewhere.example");
    Report r(p, m);
    EXPECT_EQ(r.first(), "reply-new-domain");
    EXPECT_EQ(sekisho_finding_index(sekisho_report_finding(r.r, 0)), 14u);
}

TEST(Check, CancelledOnceThenFreeAgain)
{
    Policy p;
    Mail m;
    m.to("a@club.example");
    std::string big;
    for (int i = 0; i < 100000; i++) big += "line of a long text file " + std::to_string(i) + "\n";
    ASSERT_EQ(sekisho_message_add_attachment(m.m, "big.txt", "text/plain", big.data(), big.size(), 0, 0), SEKISHO_OK);
    sekisho_message_cancel(m.m);
    sekisho_report *report = nullptr;
    EXPECT_EQ(sekisho_check(p.p, m.m, &report), SEKISHO_CANCELLED);
    EXPECT_EQ(report, nullptr);
    std::atomic<bool> over{false};
    int seen = 0;
    std::thread watcher([&] {
        while (!over) {
            int now = sekisho_message_progress(m.m);
            if (now > seen && now < 1000) seen = now;
        }
    });
    EXPECT_EQ(sekisho_check(p.p, m.m, &report), SEKISHO_OK);
    over = true;
    watcher.join();
    EXPECT_GT(seen, 0);
    EXPECT_EQ(sekisho_message_progress(m.m), 1000);
    sekisho_report_free(report);
}

TEST(Check, OneFinishedPolicyServesManyThreads)
{
    Policy p(Options{{"rule.plan.keywords", "secret plan"}, {"rule.plan.except", "no secret plan"}, {"rule.code.pattern", "[A-Z]{3}-[0-9]{4}"}});
    std::vector<std::thread> threads;
    std::atomic<int> right{0};
    for (int t = 0; t < 4; t++)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 20; i++) {
                Mail m;
                m.to("a@club.example");
                m.text(t % 2 ? "our secret plan ABC-1234" : "no secret plan here");
                Report r(p, m);
                right += (r.find("rule") != nullptr) == (t % 2 == 1);
            }
        });
    for (std::thread &t : threads) t.join();
    EXPECT_EQ(right, 80);
}

TEST(Check, MisuseIsAStatusAndNullIsSafe)
{
    sekisho_policy *unfinished = nullptr;
    sekisho_report *report = nullptr;
    Mail m;
    Policy p;
    ASSERT_EQ(sekisho_policy_new(&unfinished), SEKISHO_OK);
    EXPECT_EQ(sekisho_check(unfinished, m.m, &report), SEKISHO_MISUSE);
    EXPECT_EQ(sekisho_check(nullptr, m.m, &report), SEKISHO_MISUSE);
    EXPECT_EQ(sekisho_check(p.p, nullptr, &report), SEKISHO_MISUSE);
    EXPECT_EQ(sekisho_check(p.p, m.m, nullptr), SEKISHO_MISUSE);
    sekisho_policy_free(unfinished);
    EXPECT_EQ(sekisho_report_finding(nullptr, 0), nullptr);
    EXPECT_STREQ(sekisho_finding_message(nullptr), "");
    EXPECT_STREQ(sekisho_attachment_summary(nullptr), "");
    EXPECT_STREQ(sekisho_recipient_address(nullptr), "");
    EXPECT_EQ(sekisho_finding_remedy_count(nullptr), 0u);
    EXPECT_EQ(sekisho_report_span_count(nullptr), 0u);
    sekisho_report_free(nullptr);
}

TEST(Check, WhatNobodyLookedAtIsNotClean)
{
    EXPECT_EQ(sekisho_report_verdict(nullptr), SEKISHO_JUSTIFY);
    EXPECT_EQ(sekisho_report_show(nullptr), 1);
}

} // namespace
