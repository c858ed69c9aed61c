/** Whether the matter list in use is the official one. */

import { Failure, request } from "./transport.js";

/** @returns {Promise<boolean>} false only when the server says it is official; in doubt true */
export async function isSampleEdition() {
  try {
    const answer = await request("GET", "/parks");
    return (answer?.edition?.status ?? "sample") === "sample";
  } catch (error) {
    if (error instanceof Failure) return true;
    throw error;
  }
}
