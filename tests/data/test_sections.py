"""What a printed label stands for, and what it does not."""

import tomllib
import unicodedata
from pathlib import Path

import pytest

import data.sections
from data.errors import EmptySlug, SlugClash
from data.sections import (
    CANONICAL,
    Section,
    known_publisher,
    printed_key,
    printed_sections,
    resolve_sections,
    slugify,
)

_TABLE = tomllib.loads(
    Path(data.sections.__file__).with_name("sections.toml").read_text(encoding="utf-8")
)
_PUBLISHERS = {publisher["names"][0]: publisher for publisher in _TABLE["publishers"]}
_VNTC = list(_TABLE["vntc"])


def resolve(label: str, publisher: str | None = None) -> Section:
    return resolve_sections([(label, publisher)])[label, publisher]


def test_the_canonical_sections_stand_in_the_order_of_the_starter() -> None:
    assert [section.name for section in CANONICAL] == [
        *("Thời sự", "Thế giới", "Kinh doanh", "Pháp luật", "Giáo dục"),
        *("Sức khỏe", "Đời sống", "Du lịch", "Khoa học", "Công nghệ"),
        *("Thể thao", "Giải trí", "Văn hóa", "Xe", "Bất động sản"),
    ]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Đời sống", "doi-song"),
        ("Chinh tri Xa hoi", "chinh-tri-xa-hoi"),
        ("  Xe & Công nghệ  ", "xe-cong-nghe"),
        ("Sân khấu - Mỹ thuật", "san-khau-my-thuat"),
        ("Giáo dục 4.0", "giao-duc-4-0"),
        (unicodedata.normalize("NFD", "Bất động sản"), "bat-dong-san"),
    ],
)
def test_a_slug_has_no_marks(name: str, slug: str) -> None:
    assert slugify(name) == slug


@pytest.mark.parametrize("name", _PUBLISHERS)
def test_a_publisher_prints_each_label_for_one_section_only(name: str) -> None:
    canonical = {section.slug: section for section in CANONICAL}
    prints = _PUBLISHERS[name]["prints"]
    labels = [printed_key(label) for printed in prints.values() for label in printed]
    assert len(labels) == len(set(labels))
    assert set(prints) <= set(canonical)
    assert not set(labels) & {printed_key(section.name) for section in CANONICAL}
    for slug, printed in prints.items():
        for label in printed:
            assert resolve(label, name) == canonical[slug]


def test_an_alias_counts_only_in_a_record_of_its_publisher() -> None:
    assert resolve("Bóng đá", "VnExpress").slug == "the-thao"
    assert resolve("Bóng đá") == Section("bong-da", "Bóng đá")
    assert resolve("Bóng đá", "Báo của tôi") == Section("bong-da", "Bóng đá")
    assert resolve("Nhịp sống số", "VietnamPlus").slug == "nhip-song-so"


@pytest.mark.parametrize(
    "publisher",
    [
        *("vnexpress", "VNEXPRESS.NET", "www.vnexpress.net", "vnexpress.net/giai-tri"),
        *("https://vnexpress.net/giai-tri/a-1.html?b=c#d", "HTTP://www.VnExpress.net:80"),
        unicodedata.normalize("NFD", "VnExpress"),
    ],
)
def test_a_publisher_goes_by_its_name_or_host_in_any_case(publisher: str) -> None:
    assert resolve("Giới sao", publisher).name == "Giải trí"


def test_a_url_that_only_speaks_of_a_publisher_is_another_publisher() -> None:
    for url in (
        "https://example.net/vnexpress.net",
        "notvnexpress.net",
        "https://",
        "//[",
        "TTO/A",
    ):
        assert known_publisher(url) is None


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("vnexpress.net", "VnExpress"),
        ("tuoitre.vn", "Tuổi Trẻ"),
        ("thanhnien.vn", "Thanh Niên"),
        ("dantri.com.vn", "Dân trí"),
        ("znews.vn", "Znews"),
        ("vietnamnet.vn", "VietNamNet"),
        ("vietnamplus.vn", "VietnamPlus"),
    ],
)
def test_hosts_are_known(host: str, name: str) -> None:
    assert known_publisher(host) == name


def test_a_canonical_name_is_itself_for_every_publisher() -> None:
    for section in CANONICAL:
        for publisher in (None, *_PUBLISHERS):
            assert resolve(section.name, publisher) == section


def test_vntc_topics_count_when_all_labels_are_vntcs() -> None:
    resolved = resolve_sections((topic, None) for topic in _VNTC)
    assert resolved["Chinh tri Xa hoi", None] == Section("thoi-su", "Thời sự")
    assert resolved["Vi tinh", None] == Section("cong-nghe", "Công nghệ")
    assert len(set(resolved.values())) == len(_VNTC)
    assert resolve("The thao") == Section("the-thao", "Thể thao")


def test_one_other_label_makes_vntcs_topics_ordinary_names() -> None:
    resolved = resolve_sections([("Vi tinh", None), ("The thao", None), ("Du lich", None)])
    assert resolved["Vi tinh", None] == Section("vi-tinh", "Vi tinh")
    assert resolved["The thao", None] == Section("the-thao", "The thao")


def test_a_users_own_taxonomy_survives() -> None:
    labels = [" Ý kiến ", "Chính trị", "Bạn đọc", "Tin 24h"]
    resolved = resolve_sections((label, None) for label in labels)
    assert [resolved[label, None].name for label in labels] == [name.strip() for name in labels]
    assert resolved[" Ý kiến ", None].slug == "y-kien"


def test_spellings_that_differ_in_form_or_tone_placement_are_one_section() -> None:
    labels = ["Sức khoẻ", "Sức khỏe", unicodedata.normalize("NFD", "Sức khoẻ")]
    resolved = resolve_sections((label, None) for label in labels)
    assert set(resolved.values()) == {Section("suc-khoe", "Sức khỏe")}
    own = resolve_sections([("Hoá học", None), ("Hóa học", None)])
    assert set(own.values()) == {Section("hoa-hoc", "Hóa học")}
    assert resolve("Hoá học").name == "Hoá học"


def test_canonical_names_and_aliases_are_known_however_they_are_typed() -> None:
    names = ["Thể thao", "THỂ THAO", "thể  thao", " Thể\u00a0Thao"]
    labels = [*((name, None) for name in names), ("Bóng đá", "VnExpress"), ("Bóng Đá", "VnExpress")]
    labels += [("bóng  đá", "VnExpress"), ("Ô TÔ XE MÁY", "VnExpress")]
    resolved = resolve_sections(labels)
    assert {section.slug for section in resolved.values()} == {"the-thao", "xe"}
    assert resolved["THỂ THAO", None] == Section("the-thao", "Thể thao")
    assert resolved["Ô TÔ XE MÁY", "VnExpress"].name == "Xe"
    assert resolve("BÓNG ĐÁ") == Section("bong-da", "BÓNG ĐÁ")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Bóng đá", "BÓNG ĐÁ"),
        ("Tin  24h", "Tin 24h"),
        ("Ma túy", "Mã túy"),
        ("Thể thao", "The thao"),
    ],
)
def test_two_labels_with_one_slug_are_refused_by_name(first: str, second: str) -> None:
    with pytest.raises(SlugClash) as caught:
        resolve_sections([(first, None), (second, None)])
    assert repr(first) in str(caught.value)
    assert repr(second) in str(caught.value)


@pytest.mark.parametrize("label", ["?!", "", "新闻"])
def test_a_label_without_a_slug_is_refused(label: str) -> None:
    with pytest.raises(EmptySlug):
        resolve_sections([(label, None), ("Thể thao", None)])


def test_the_order_of_records_changes_nothing() -> None:
    labels = [("Bóng đá", "VnExpress"), ("Xe", None), ("Hoá học", None), ("Hóa học", None)]
    assert list(resolve_sections(labels).items()) == list(resolve_sections(labels[::-1]).items())
    assert resolve_sections([]) == {}


def test_every_printed_name_is_known_to_the_page_reader() -> None:
    assert {"thời sự", "giao thông", "the thao", "lifestyle", "ý kiến"} <= printed_sections()
