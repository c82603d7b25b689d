/* Copies in scripts without spaces: the same families, and passages to the byte. */
#include "base/buf.h"
#include "record/record.h"
#include "retold/copies.h"
#include "test_memory.h"
#include "text/text.h"

#define PIER "港务局星期一宣布，北码头将继续关闭，直到潜水员检查完全部四十根木桩为止。"
#define BARGE "上周大雾中一艘驳船撞上码头，起重机的轨道因此移动了一掌宽，港长在防波堤上目睹了经过。"
#define FERRY "开往各岛的渡轮暂时改停南侧泊位，晚间班次比时刻表晚二十分钟开出。"
#define BAKER "旧城的面包师傅说，藏红花面包九点前就卖光了，最后一盘归了一位天亮前就来排队的女教师。"
#define FAIR "集市开到星期天，四个村子的乐队轮流演奏，海关旧楼旁边摆着卖木头玩具的摊子。"
#define HUNE "港湾局は月曜日、潜水士が四十本の木杭をすべて調べ終えるまで北桟橋の閉鎖を続けると発表した。"
#define KIRI "先週の霧の中ではしけが桟橋にぶつかり、クレーンの軌条が手のひらほど動いたと港長が話している。"
#define SHIMA "島へ向かうフェリーは当面のあいだ南の岸壁を使い、夜の便は時刻表より二十分おくれて出る。"
#define THAI "การท่าเรือประกาศเมื่อวันจันทร์ว่าท่าเรือด้านเหนือจะยังคงปิดต่อไปจนกว่านักประดาน้ำจะตรวจเสาเข็มไม้ครบทุกต้น"
#define THAI_FERRY "เรือข้ามฟากไปยังเกาะต่างๆจะย้ายไปจอดที่ท่าด้านใต้เป็นการชั่วคราวและเที่ยวเย็นจะออกช้ากว่าตารางเวลา"

static retold_article *made(const char *id, const char *text) {
    retold_article *a = ARENA_NEW(&memory, retold_article);
    a->id = span_of(id);
    a->text = span_of(text);
    a->published = STAMP_NONE;
    return a;
}

static retold_copies *grouped(const char *const *texts, uint32_t count) {
    static const char *const ids[] = {"a", "b", "c", "d", "e", "f"};
    retold_copies *copies;
    assert_int_equal(retold_copies_new(ctx, &copies, NULL), RETOLD_OK);
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(retold_copies_add(ctx, copies, made(ids[i], texts[i]), NULL), RETOLD_OK);
    assert_int_equal(retold_copies_group(ctx, copies, NULL), RETOLD_OK);
    return copies;
}

static void copies_are_joined(void **state) {
    (void)state;
    static const char *const texts[] = {PIER "\n" BARGE "\n" FERRY, BARGE "\n" FERRY, BAKER "\n" FAIR,
                                        HUNE "\n" KIRI "\n" SHIMA,  HUNE "\n" SHIMA,  THAI "\n" THAI_FERRY};
    retold_copies *copies = grouped(texts, 6);
    assert_int_equal(retold_copies_family(copies, 1), 0);
    assert_int_equal(retold_copies_family(copies, 2), 2);
    assert_int_equal(retold_copies_family(copies, 4), 3);
    assert_int_equal(retold_copies_family(copies, 5), 5);
    retold_copies_free(copies);
}

/* Where one text holds a paragraph of another, the passage is that paragraph, byte for byte but for its last mark. */
static void assert_passage(const char *a, const char *b, const char *shared) {
    size_t count, len = strlen(shared);
    retold_passages *list;
    assert_int_equal(retold_copies_between(ctx, made("a", a), made("b", b), 8, &list, NULL), RETOLD_OK);
    const retold_passage *items = retold_passages_items(list, &count);
    assert_int_equal(count, 1);
    const char *at_a = strstr(a, shared), *at_b = strstr(b, shared);
    assert_int_equal(items[0].a_span.begin, at_a - a);
    assert_int_equal(items[0].b_span.begin, at_b - b);
    assert_int_equal(items[0].a_span.end, (size_t)(at_a - a) + len);
    assert_int_equal(items[0].b_span.end, (size_t)(at_b - b) + len);
    retold_passages_free(list);
}

static void spans_end_with_the_sharing(void **state) {
    (void)state;
    assert_passage(BAKER BARGE FAIR, PIER "\n" BARGE "\n" FERRY,
                   "上周大雾中一艘驳船撞上码头，起重机的轨道因此移动了一掌宽，港长在防波堤上目睹了经过");
    assert_passage(SHIMA "\n" KIRI, KIRI "\n" HUNE,
                   "先週の霧の中ではしけが桟橋にぶつかり、クレーンの軌条が手のひらほど動いたと港長が話している");
    assert_passage("The board said so. " PIER " Nobody else did.", BAKER PIER,
                   "港务局星期一宣布，北码头将继续关闭，直到潜水员检查完全部四十根木桩为止");
}

/* A headline's worth of characters is no passage between two texts. */
static void few_characters_tell_nothing(void **state) {
    (void)state;
    static const char *const texts[] = {"港务局星期一宣布关闭北码头的消息\n" BAKER, "港务局星期一宣布关闭北码头的消息\n" FAIR};
    size_t count;
    retold_copies *copies = grouped(texts, 2);
    retold_copies_passages(copies, &count);
    assert_int_equal(count, 0);
    retold_copies_free(copies);
}

/* Full-width figures and other marks are the same text; other figures in the same words are not. */
static void widths_join_and_figures_part(void **state) {
    (void)state;
    static const char first[] =
        "上证指数收报3012点，涨0.35%，成交4120亿元，1893只股票上涨，北向资金净流入27亿元，领涨的是银行板块。";
    static const char wide[] =
        "上证指数收报３０１２点，涨０．３５％，成交４１２０亿元，１８９３只股票上涨，北向资金净流入２７亿元，领涨的是银行板块.";
    static const char next[] =
        "上证指数收报2987点，涨0.81%，成交3964亿元，2210只股票上涨，北向资金净流入14亿元，领涨的是银行板块。";
    static const char *const texts[] = {first, wide, next};
    retold_copies *copies = grouped(texts, 3);
    assert_int_equal(retold_copies_family(copies, 1), 0);
    assert_int_equal(retold_copies_family(copies, 2), 2);
    retold_copies_free(copies);
}

/* One misread figure of five is no other news. */
static void a_misread_figure_parts_nothing(void **state) {
    (void)state;
    static const char first[] =
        PIER "码头长820米，建于1931年，每天有46班渡轮停靠，去年运送旅客310万人，维修费用约为2750万元。" FERRY;
    static const char read[] =
        PIER "码头长820米，建于1981年，每天有46班渡轮停靠，去年运送旅容310万人，维修费用约为2750万元。" FERRY;
    static const char *const texts[] = {first, read};
    retold_copies *copies = grouped(texts, 2);
    assert_int_equal(retold_copies_family(copies, 1), 0);
    retold_copies_free(copies);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_are_joined),
        cmocka_unit_test(spans_end_with_the_sharing),
        cmocka_unit_test(few_characters_tell_nothing),
        cmocka_unit_test(widths_join_and_figures_part),
        cmocka_unit_test(a_misread_figure_parts_nothing),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
