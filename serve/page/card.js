/** What the service says about its models. */

import { find, make, makeVietnamese } from "./dom.js";
import { knows, language, number, percent, say, when } from "./words.js";

/** Offer the choice when there are several models; keep the one that is chosen, if it is there. */
export function offerModels({ models, default: first }) {
  const select = find("model");
  const names = models.map(({ name }) => name);
  const chosen = names.includes(select.value) ? select.value : first;
  select.replaceChildren(...names.map((name) => make("option", {}, name)));
  if (chosen) select.value = chosen;
  find("models").hidden = names.length < 2;
}

/** Show a model's card. */
export function showCard(card) {
  if (!card) {
    find("facts").replaceChildren(make("p", { class: "quiet" }, say("no-card")));
    return;
  }
  const { name, version, created, threshold, sections, articles, metrics } = card;
  const texts = metrics?.texts ?? {};
  const rows = [
    ["model", name],
    ["version", version],
    ["created", make("time", { datetime: created }, when(created))],
    ["learnt-from", articles && say("articles", { n: number(articles) })],
    ...figures(metrics),
    ["threshold", threshold !== null && percent(threshold)],
    ["accepted-at", accepted(metrics)],
    ...["opening", "headline"].map((part) => [part, interval(texts.marked?.[part]?.accuracy)]),
    ["plain-article", interval(texts.plain?.article?.accuracy)],
    ["sections", makeVietnamese("span", {}, sections.map((section) => section.name).join(" · "))],
    ...["data", "limits", "not_for"].map((key) => [key, card.card?.[key]?.[language]]),
  ].filter(([, value]) => value);
  const facts = rows.map(([key, value]) =>
    make("div", {}, make("dt", {}, say(key)), make("dd", {}, value)),
  );
  const note = say(metrics?.accuracy ? "intervals" : "not-evaluated");
  find("facts").replaceChildren(make("dl", {}, ...facts), make("p", { class: "quiet" }, note));
}

function figures(metrics) {
  if (!metrics?.accuracy) return [];
  const { n, basis, accuracy, macro_f1: macro, calibration } = metrics;
  const count = { n: number(n) };
  return [
    ["evaluated-on", knows(basis) ? say(basis, count) : say("articles", count)],
    ["accuracy", interval(accuracy)],
    ["macro-f1", interval(macro)],
    ["ece", percent(calibration.ece)],
  ];
}

/** A figure, and between what it may as well be. */
const interval = (figure) =>
  figure && `${percent(figure.value)} (${percent(figure.low)} – ${percent(figure.high)})`;

function accepted(metrics) {
  const { share, accuracy } = metrics?.accepted ?? {};
  if (share == null || accuracy == null) return null;
  return say("accepted-of", { share: percent(share), accuracy: percent(accuracy) });
}
