/** Small helpers over the document. */

/** The element with this id. */
export const find = (id) => document.getElementById(id);

/**
 * Make an element. A function among the properties listens to the event of its name; a child that
 * is null is left out.
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** The same where the text is Vietnamese whatever the language of the page. */
export const makeVietnamese = (tag, properties, ...children) =>
  make(tag, { lang: "vi", ...properties }, ...children);
