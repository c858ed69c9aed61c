/** Watches whether the server can be reached: a kiosk must say so before somebody begins. */

import { Failure, request } from "/web/transport.js";

const EVERY_MS = 5_000;
const LIMIT_MS = 8_000;

/** @param {(reached: boolean) => void} told at every look */
export function watchReach(told) {
  let looking = false;
  async function look() {
    if (looking) return;
    looking = true;
    told(await isReached());
    looking = false;
  }
  addEventListener("offline", () => told(false));
  addEventListener("online", look);
  setInterval(look, EVERY_MS);
  look();
}

async function isReached() {
  try {
    await request("GET", "/health", { limit: LIMIT_MS });
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}
