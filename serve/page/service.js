/** Calls to the service this page came from, by addresses relative to the page's own. */

import { keep, recall } from "./store.js";

const PATIENCE = 60_000; // milliseconds

let key = recall("key", "", "sessionStorage");

/** Send this API key from now on. */
export function useKey(given) {
  key = given;
  keep("key", key || null, "sessionStorage");
}

/** Why there is no answer: the service's stable code, or one of ours. */
export class Refusal extends Error {
  constructor(code, { status = 0, seconds = null, request = null } = {}) {
    super(code);
    Object.assign(this, { code, status, seconds, request });
  }
}

/**
 * Ask the service.
 *
 * @param {string} path relative, such as "v1/classify"
 * @param {object} [body] sent as JSON with POST; nothing of it is ever in the address
 * @param {AbortSignal} [signal] given up by the caller: rejects with its AbortError
 * @throws {Refusal}
 */
export async function call(path, { body, signal } = {}) {
  const headers = {};
  if (body) headers["Content-Type"] = "application/json";
  if (key) headers.Authorization = `Bearer ${key}`;
  const late = AbortSignal.timeout(PATIENCE);
  try {
    const response = await fetch(path, {
      method: body ? "POST" : "GET",
      headers,
      body: body && JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, late]) : late,
      cache: "no-store",
    });
    if (!response.ok) throw await refusal(response);
    return await response.json();
  } catch (error) {
    if (error instanceof Refusal || signal?.aborted) throw error;
    throw new Refusal(late.aborted ? "late" : "unreachable");
  }
}

/** A proxy may refuse in its own words: then the status is all there is. */
async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  const seconds = Number.parseInt(response.headers.get("Retry-After"), 10);
  return new Refusal(problem.code ?? `status-${response.status}`, {
    status: response.status,
    seconds: Number.isNaN(seconds) ? null : seconds,
    request: response.headers.get("X-Request-ID"),
  });
}
