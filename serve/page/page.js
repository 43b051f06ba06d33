/** The page: what happens when. */

import { showAnswer, spoken } from "./answer.js";
import { offerModels, showCard } from "./card.js";
import { find, make } from "./dom.js";
import { EXAMPLES } from "./examples.js";
import { readFile } from "./files.js";
import { forget, remember, showRecent } from "./recent.js";
import { sentence, showRefusal } from "./refusal.js";
import { call, Refusal, useKey } from "./service.js";
import { language, say, speak } from "./words.js";

const box = find("text");
const steps = find("steps");
let running = null; // the AbortController of the request under way
let shown = null; // what stands in the answer's place: an answer, a refusal, a notice
let cards = []; // of the models, as they were listed
let card = null; // of the model that is chosen
let typed = true; // whether the box may hold something that is nowhere else
let replaced = ""; // what it held before

// -- the text ---------------------------------------------------------------------------------

function fill(text) {
  if (typed && box.value.trim() && box.value !== text) {
    replaced = box.value;
    find("replaced").hidden = false;
  }
  box.value = text;
  box.scrollTop = 0;
  typed = false;
}

function open(text) {
  fill(text);
  classify();
}

async function take(file) {
  const { text, notice } = await readFile(file);
  if (text !== undefined) fill(text);
  if (notice) show({ notice });
}

// -- the answer -------------------------------------------------------------------------------

/** One line has nothing around it to take out; more may be a copied page. */
const form = (text) => (text.trim().includes("\n") ? { page: text } : { text });

async function classify() {
  giveUp();
  const text = box.value.toWellFormed(); // half a character is no JSON
  if (!text.trim()) {
    show({ notice: "empty" });
    box.focus();
    return;
  }
  const controller = new AbortController();
  running = controller;
  busy(true);
  const model = find("model").value;
  const body = { ...form(text), explain: true, ...(model && { model }) };
  try {
    const result = await call("v1/classify", { body, signal: controller.signal });
    if (running !== controller) return;
    await readCard(result.model);
    if (running !== controller) return;
    remember(text, result);
    showRecent(open);
    find("unlock").hidden = true;
    show({ result, text });
  } catch (error) {
    if (running === controller) refuse(error, text);
  } finally {
    if (running === controller) busy(false);
  }
}

function refuse(error, text) {
  if (!(error instanceof Refusal)) throw error;
  askForKey(error);
  if (error.code === "unknown-model") readModels();
  show({ refusal: error, characters: [...text].length });
  if (error.status === 401) find("key").focus();
}

function giveUp() {
  running?.abort();
  running = null;
  busy(false);
}

function busy(is) {
  find("answer").setAttribute("aria-busy", is);
  if (is) find("status").textContent = say("busy");
}

/** Show something in the answer's place, and say it; where that is out of sight, go there. */
function show(what) {
  shown = what;
  draw();
  find("status").textContent = aloud();
  const { top } = find("answer").getBoundingClientRect();
  if (top < 0 || top > innerHeight / 2) find("answer").scrollIntoView();
}

function draw() {
  if (!shown) find("result").replaceChildren(steps);
  else if (shown.result) showAnswer(shown.result, shown.text, card);
  else if (shown.refusal) showRefusal(shown.refusal, shown.characters, classify);
  else find("result").replaceChildren(make("p", { class: "notice" }, aloud()));
  if (!shown?.result) find("reading").hidden = true;
}

function aloud() {
  const { result, refusal, characters, notice } = shown;
  if (result) return spoken(result);
  return refusal ? sentence(refusal, characters) : say(notice);
}

// -- the models -------------------------------------------------------------------------------

async function readModels() {
  try {
    const listed = await call("v1/models");
    cards = listed.models;
    offerModels(listed);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    askForKey(error);
  }
  chooseCard();
}

function chooseCard() {
  const { value } = find("model");
  card = cards.find(({ name }) => name === value) ?? null;
  showCard(card);
}

/** Another version may have come since: read the card of the one that answered. */
async function readCard({ name, version }) {
  if (card?.name === name && card.version === version) return;
  card = await call(`v1/models/${encodeURIComponent(name)}`).catch(() => null);
  showCard(card);
}

function askForKey({ status }) {
  if (status === 401) find("unlock").hidden = false;
}

async function unlock() {
  useKey(find("key").value.trim());
  find("unlock").hidden = true;
  await readModels();
  if (shown?.refusal) await classify();
}

// -- everything else --------------------------------------------------------------------------

function showExamples() {
  const items = EXAMPLES.map(({ text, name }) =>
    make("li", {}, make("button", { type: "button", click: () => open(text) }, name[language])),
  );
  find("examples").replaceChildren(...items);
}

function talk(chosen) {
  speak(chosen);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", button.dataset.language === chosen);
  }
  showExamples();
  showRecent(open);
  showCard(card);
  draw();
}

function on(target, event, act) {
  target.addEventListener(event, act);
}

/** Do this instead of what the browser would. */
const instead = (act) => (event) => {
  event.preventDefault();
  act(event);
};

on(find("ask"), "submit", instead(classify));
on(find("unlock"), "submit", instead(unlock));
on(box, "input", () => (typed = true));
on(box, "keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) instead(classify)(event);
});
on(find("restore"), "click", () => {
  box.value = replaced;
  typed = true;
  find("replaced").hidden = true;
  box.focus();
});
on(find("choose"), "click", () => find("file").click());
on(find("file"), "change", ({ target }) => {
  if (target.files[0]) take(target.files[0]);
  target.value = ""; // so that the same file can be chosen again
});
on(find("model"), "change", () => {
  chooseCard();
  if (shown?.result) classify();
});
on(find("clear"), "click", () => {
  forget();
  showRecent(open);
});
for (const button of document.querySelectorAll("[data-language]")) {
  on(button, "click", () => talk(button.dataset.language));
}

// A file may be dropped anywhere; a selection falls into the box as usual.
const holdsFile = ({ dataTransfer }) => dataTransfer?.types.includes("Files");
on(document, "dragover", (event) => {
  if (holdsFile(event)) event.preventDefault();
  box.classList.toggle("awaiting", holdsFile(event));
});
for (const event of ["dragleave", "drop"]) {
  on(document, event, () => box.classList.remove("awaiting"));
}
on(document, "drop", (event) => {
  if (holdsFile(event)) instead(() => take(event.dataTransfer.files[0]))(event);
});

talk(language);
readModels();
if (matchMedia("(hover: hover)").matches) box.focus(); // no keyboard over half a phone unasked
