/** The list of recent answers, kept in the browser only. */

import { find, make, makeVietnamese } from "./dom.js";
import { keep, recall } from "./store.js";
import { percent, say, when } from "./words.js";

const MOST = 20;
const LONGEST_TEXT = 50_000;
const LONGEST_TITLE = 90;

let entries = recall("recent", []);
let kept = true;

/** Put an answer on top of the list; the same text is listed once. */
export function remember(text, { section, confidence, accepted }) {
  const title = headline(text);
  const whole = text.length <= LONGEST_TEXT ? text : null;
  const others = entries.filter((entry) => entry.title !== title || entry.text !== whole);
  const entry = { time: Date.now(), title, text: whole, section, confidence, accepted };
  entries = [entry, ...others].slice(0, MOST);
  kept = keep("recent", entries);
}

/** Forget them all, here and in the browser's store. */
export function forget() {
  entries = [];
  kept = keep("recent", null);
}

/** Show the list; `open` is given the text of an entry that is chosen. */
export function showRecent(open) {
  const items = entries.map((entry) => make("li", {}, opener(entry, open), summary(entry)));
  find("entries").replaceChildren(...items);
  find("entries").hidden = !items.length;
  find("clear").hidden = !items.length;
  const state = items.length ? "keeping" : "nothing-recent";
  find("keeping").textContent = say(kept ? state : "not-kept");
}

function opener({ title, text }, open) {
  if (text === null) return makeVietnamese("span", {}, title);
  const click = () => open(text);
  return makeVietnamese("button", { type: "button", class: "link", click }, title);
}

function summary({ time, text, section, confidence, accepted }) {
  const found = makeVietnamese("b", {}, section.name + (accepted === false ? "?" : ""));
  const rest = [percent(confidence), when(time, "short")];
  if (text === null) rest.push(say("too-long-to-keep"));
  return make("p", { class: "quiet" }, found, ` · ${rest.join(" · ")}`);
}

/** The longest of the first lines: above a page's headline stand its section and its date. */
function headline(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean).slice(0, 4);
  const title = lines.find((line) => line.split(/\s+/).length > 5) ?? lines[0] ?? "";
  return title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE).trimEnd()}…` : title;
}
