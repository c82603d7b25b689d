// The one door to CLD2, which is C++.
#include <cstdio>
#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include "cld2.h"

extern "C" const char *cld2_language(const char *text, int len, int *reliable, int *percent) {
    CLD2::Language best[3];
    int percents[3], bytes = 0, valid = 0;
    double scores[3];
    bool sure = false;
    CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    CLD2::ExtDetectLanguageSummaryCheckUTF8(text, len, true, &hints, 0, best, percents, scores, nullptr, &bytes, &sure, &valid);
    *reliable = sure;
    *percent = percents[0];
    return CLD2::LanguageCode(best[0]);
}
