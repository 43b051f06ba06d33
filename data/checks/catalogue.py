"""Every check there is: code, severity, what is looked for, what to do.

`docs/checks.md` explains them one by one; a test holds the two together. A code is never given a
new meaning: programs filter by it.
"""

from typing import Final

from data.checks.outcome import Check, Severity

CONFLICTING_DUPLICATES: Final = Check(
    code="conflicting-duplicates",
    severity=Severity.ERROR,
    title="one text in several sections",
    advice="keep one copy with the right section, or leave all copies out",
)
REDUNDANT_DUPLICATES: Final = Check(
    code="redundant-duplicates",
    severity=Severity.WARNING,
    title="copies of one text",
    advice="keep one copy of each text",
)
NEAR_DUPLICATES: Final = Check(
    code="near-duplicates",
    severity=Severity.WARNING,
    title="texts that are nearly the same",
    advice="keep one version of each, or keep all versions on one side of any split",
)
SPLIT_REPEATS: Final = Check(
    code="split-repeats",
    severity=Severity.ERROR,
    title="a text in several parts of the split",
    advice="take it out of all parts but one: a test on what was learnt by heart proves nothing",
)
SPLIT_NEAR_REPEATS: Final = Check(
    code="split-near-repeats",
    severity=Severity.ERROR,
    title="nearly the same text in several parts of the split",
    advice="put all versions of a text into one part of the split",
)
AGAINST_REPEATS: Final = Check(
    code="against-repeats",
    severity=Severity.ERROR,
    title="texts of the other corpus",
    advice="take them out of one of the two corpora before one is to judge a model of the other",
)
AGAINST_NEAR_REPEATS: Final = Check(
    code="against-near-repeats",
    severity=Severity.ERROR,
    title="nearly the texts of the other corpus",
    advice="take them out of one of the two corpora before one is to judge a model of the other",
)
TOO_FEW_ARTICLES: Final = Check(
    code="too-few-articles",
    severity=Severity.ERROR,
    title="sections that cannot be learnt",
    advice="add articles, merge the section with another, or leave it out",
)
SMALL_SECTIONS: Final = Check(
    code="small-sections",
    severity=Severity.WARNING,
    title="sections with few articles",
    advice="add articles: with so few, the figures of these sections are mostly chance",
)
IMBALANCE: Final = Check(
    code="imbalance",
    severity=Severity.NOTE,
    title="one section many times as large as another",
    advice="keep classifier.class_weight=balanced, and judge by macro F1 rather than accuracy",
)
UNMAPPED_SECTIONS: Final = Check(
    code="unmapped-sections",
    severity=Severity.WARNING,
    title="section names that are not known of their publisher",
    advice="rename them to the section you mean, or leave them as sections of their own",
)
SECTION_DRIFT: Final = Check(
    code="section-drift",
    severity=Severity.NOTE,
    title="sections whose share changes over time",
    advice="evaluate on the newest articles too: a random split hides what changes",
)
EMPTY_TEXTS: Final = Check(
    code="empty-texts",
    severity=Severity.WARNING,
    title="articles without text",
    advice="fill them in or leave them out; training passes them over",
)
TINY_TEXTS: Final = Check(
    code="tiny-texts",
    severity=Severity.WARNING,
    title="articles of a few syllables",
    advice="see whether the text was cut when it was collected",
)
WRONG_LANGUAGE: Final = Check(
    code="wrong-language",
    severity=Severity.WARNING,
    title="articles that are not Vietnamese",
    advice="leave them out, unless the articles to classify will be in this language too",
)
ENCODING_DAMAGE: Final = Check(
    code="encoding-damage",
    severity=Severity.ERROR,
    title="text decoded with the wrong table",
    advice="read the source again with the encoding that is named, or leave the articles out",
)
LEGACY_ENCODING: Final = Check(
    code="legacy-encoding",
    severity=Severity.NOTE,
    title="files in an encoding from before Unicode",
    advice="nothing for chuyenmuc, which converts what it reads; look at one of them to be sure",
)
LOST_TONE_MARKS: Final = Check(
    code="lost-tone-marks",
    severity=Severity.WARNING,
    title="Vietnamese without its marks",
    advice="collect the articles again with their marks, or leave them out",
)
NOT_NFC: Final = Check(
    code="not-nfc",
    severity=Severity.NOTE,
    title="text in a decomposed Unicode form",
    advice="nothing for chuyenmuc, which composes what it reads; other programs may not",
)
HTML_TAGS: Final = Check(
    code="html-tags",
    severity=Severity.WARNING,
    title="HTML tags in the text",
    advice="take the text out of the page with an HTML parser",
)
HTML_ENTITIES: Final = Check(
    code="html-entities",
    severity=Severity.NOTE,
    title="HTML entities in the text",
    advice="nothing for chuyenmuc, whose cleaning replaces them; other programs may not",
)
LEAK_IN_REMOVED: Final = Check(
    code="leak-in-removed",
    severity=Severity.WARNING,
    title="what cleaning removes gives the section away",
    advice="keep corpus.cleaning=all, and distrust figures of models trained without it",
)
CLEANING_EFFECT: Final = Check(
    code="cleaning-effect",
    severity=Severity.NOTE,
    title="accuracy with the cleaning rules and without",
    advice="see leak-in-removed for what was a leak; corpus.cleaning names the rules in force",
)
LEAK_AT_BEGINNING: Final = Check(
    code="leak-at-beginning",
    severity=Severity.ERROR,
    title="the beginning gives the section away",
    advice="look at how the named articles begin, and cut off what names the section",
)
LEAK_AT_END: Final = Check(
    code="leak-at-end",
    severity=Severity.ERROR,
    title="the end gives the section away",
    advice="look at how the named articles end, and cut off what names the section",
)
GOLDEN_NGRAM: Final = Check(
    code="golden-ngram",
    severity=Severity.ERROR,
    title="a single n-gram that gives a section away",
    advice="find where the n-gram comes from (a footer, a tag, a name), and cut that off",
)
SUSPICIOUS_LABELS: Final = Check(
    code="suspicious-labels",
    severity=Severity.WARNING,
    title="labels that the other articles contradict",
    advice="read the articles in the order listed and correct the labels that are wrong",
)

CHECKS: Final = (
    CONFLICTING_DUPLICATES,
    REDUNDANT_DUPLICATES,
    NEAR_DUPLICATES,
    SPLIT_REPEATS,
    SPLIT_NEAR_REPEATS,
    AGAINST_REPEATS,
    AGAINST_NEAR_REPEATS,
    TOO_FEW_ARTICLES,
    SMALL_SECTIONS,
    IMBALANCE,
    UNMAPPED_SECTIONS,
    SECTION_DRIFT,
    EMPTY_TEXTS,
    TINY_TEXTS,
    WRONG_LANGUAGE,
    ENCODING_DAMAGE,
    LEGACY_ENCODING,
    LOST_TONE_MARKS,
    NOT_NFC,
    HTML_TAGS,
    HTML_ENTITIES,
    LEAK_IN_REMOVED,
    CLEANING_EFFECT,
    LEAK_AT_BEGINNING,
    LEAK_AT_END,
    GOLDEN_NGRAM,
    SUSPICIOUS_LABELS,
)
"""In the order of the report."""
