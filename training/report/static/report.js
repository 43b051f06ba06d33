"use strict";

/* The language: what is said in both is shown in one, figures change their marks. */

const root = document.documentElement;

const WORDS = {
  vi: {
    none: "Không có bài nào như vậy.",
    found: (shown, found, all) => `${shown} trong ${found} bài được chọn (tất cả ${all}).`,
  },
  en: {
    none: "There is no such article.",
    found: (shown, found, all) => `${shown} of ${found} chosen (${all} in all).`,
  },
};

const percent = (share) => share.toLocaleString(root.lang, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
const swapMarks = (text) => text.replace(/[.,]/g, (mark) => (mark === "." ? "," : "."));

function speak(language) {
  if (language === root.lang) return;
  root.lang = language;
  for (const figure of document.querySelectorAll(".n")) figure.textContent = swapMarks(figure.textContent);
  for (const each of document.querySelectorAll("[data-vi]")) each.textContent = each.dataset[language];
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  reader?.show();
}

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => speak(button.dataset.language));
}

/* The confusion matrix: one stop of the Tab key, arrows within. */

function walk(table) {
  const cells = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.querySelector("button")));
  const buttons = cells.flat().filter(Boolean);
  if (!buttons.length) return;
  const enter = (button) => {
    for (const each of buttons) each.tabIndex = -1;
    button.tabIndex = 0;
  };
  enter(buttons[0]);
  const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  table.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step) return;
    let [row, column] = [event.target.closest("tr").sectionRowIndex, event.target.closest("td").cellIndex];
    do {
      row += step[0];
      column += step[1];
    } while (cells[row]?.[column] === null);
    const next = cells[row]?.[column];
    if (!next) return;
    event.preventDefault();
    enter(next);
    next.focus();
  });
  table.addEventListener("focusin", (event) => enter(event.target));
}

for (const table of document.querySelectorAll(".matrix")) walk(table);

/* The articles: filtered, searched, shown a few at a time. */

const PAGE = 10;
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

class Reader {
  constructor(section) {
    const { sections, articles } = JSON.parse(document.getElementById("articles-data").textContent);
    this.sections = sections;
    this.articles = articles.map(([id, gold, answers, kinds, headline = "", pieces = []]) => {
      const text = [id, headline, pieces.join("")].join(" ").normalize("NFC").toLowerCase();
      return { id, gold, answers, kinds: kinds.split(" ").filter(Boolean), headline, pieces, text };
    });
    this.title = section.querySelector("h2");
    this.form = section.querySelector("form");
    this.status = section.querySelector("[role=status]");
    this.list = section.querySelector("ol");
    this.more = section.querySelector("#more");
    this.template = section.querySelector("template");
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.show());
    this.form.addEventListener("reset", () => setTimeout(() => this.show()));
    this.more.addEventListener("click", () => this.showMore());
    this.show();
  }

  /** Show the articles of one cell of a table, or of one kind, and go there. */
  open({ gold = "", answer = "", kind = "" }) {
    const fields = this.form.elements;
    this.form.reset();
    Object.assign(fields.gold, { value: gold });
    Object.assign(fields.answer, { value: answer });
    Object.assign(fields.kind, { value: kind });
    this.show();
    this.title.focus();
    this.title.scrollIntoView();
  }

  show() {
    this.found = this.articles.filter(this.wanted());
    this.list.replaceChildren();
    this.append();
  }

  showMore() {
    const first = this.list.children.length;
    this.append();
    this.list.children[first].focus();
  }

  append() {
    const start = this.list.children.length;
    this.list.append(...this.found.slice(start, start + PAGE).map((article) => this.item(article)));
    const shown = this.list.children.length;
    const words = WORDS[root.lang];
    this.status.textContent = this.found.length ? words.found(shown, this.found.length, this.articles.length) : words.none;
    this.more.hidden = shown === this.found.length;
  }

  wanted() {
    const value = (name) => this.form.elements[name]?.value ?? "";
    const [gold, answer, kind] = [value("gold"), value("answer"), value("kind")];
    const [low, high] = value("confidence").split("-").map(Number);
    const query = value("query").normalize("NFC").trim().toLowerCase();
    const loosely = query === fold(query);
    return (article) => {
      const [section, confidence] = article.answers.at(-1);
      return (!gold || article.gold === Number(gold))
        && (!answer || section === Number(answer))
        && (!kind || article.kinds.includes(kind))
        && (!high || (confidence >= low && confidence < high))
        && (loosely ? fold(article.text) : article.text).includes(query);
    };
  }

  item(article) {
    const item = this.template.content.cloneNode(true).firstElementChild;
    const slot = (name) => item.querySelector(`[data-slot=${name}]`);
    item.tabIndex = -1;
    slot("gold").textContent = this.sections[article.gold];
    slot("id").textContent = article.id;
    slot("headline").textContent = article.headline;
    slot("headline").hidden = !article.headline;
    item.querySelector(".answers").append(...article.answers.map((each, place) => this.answer(each, article.answers.length > 1 ? "AB"[place] : "")));
    item.querySelector(".kinds").append(...article.kinds.map((kind) => element("em", this.kind(kind), "tag")));
    item.querySelector(".excerpt").append(...article.pieces.map((piece, place) => (place % 2 ? element("mark", piece) : piece)));
    return item;
  }

  /** The name of a kind, as the form offers it. */
  kind(value) {
    return [...this.form.elements.kind.options].find((option) => option.value === value).textContent;
  }

  answer([section, confidence], model) {
    const sure = confidence === null ? "" : ` ${percent(confidence)}`;
    return element("span", `${model ? `${model}: ` : "→ "}${this.sections[section]}${sure}`);
  }
}

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

const section = document.getElementById("articles");
const reader = section && new Reader(section);

for (const button of document.querySelectorAll("[data-gold], [data-kind]")) {
  button.addEventListener("click", () => reader.open(button.dataset));
}
