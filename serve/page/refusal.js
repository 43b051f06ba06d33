/** Why there is no answer, in plain words. */

import { find, make } from "./dom.js";
import { knows, number, say } from "./words.js";

const BY_STATUS = {
  401: "missing-key",
  408: "late",
  413: "too-long",
  429: "too-many-requests",
  502: "overloaded",
  503: "overloaded",
  504: "late",
};
const WORTH_WAITING = new Set(["too-many-requests", "overloaded"]);
const WORTH_REPEATING = new Set([0, 408, 429, 500, 502, 503, 504]);

/** The sentence for a refusal of a text of so many characters. */
export function sentence({ code, status, seconds }, characters) {
  const key = knows(code) ? code : (BY_STATUS[status] ?? "refused");
  const words = say(key, { characters: number(characters) });
  if (!WORTH_WAITING.has(key)) return words;
  return `${words} ${seconds === null ? say("again-soon") : say("again-in", { seconds })}`;
}

/** Show a refusal; `again` asks once more. */
export function showRefusal(refusal, characters, again) {
  const repeat = make("button", { type: "button", click: again }, say("again"));
  const { code, request } = refusal;
  const trail = [say("code", { code }), request && say("request", { request })];
  find("reading").hidden = true;
  find("result").replaceChildren(
    make("div", { class: "notice" },
      make("h3", {}, say("failed")),
      make("p", {}, sentence(refusal, characters)),
      make("p", {}, say("kept-text")),
      WORTH_REPEATING.has(refusal.status) ? repeat : null,
      refusal.status ? make("p", { class: "quiet code" }, trail.filter(Boolean).join(" · ")) : null,
    ),
  );
}
