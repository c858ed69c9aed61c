/** Remembers what both sides have, to tell what the server has and the screen has not. */

/** @typedef {import("./records.js").Record} Record */

export class Ledger {
  /** Own messages the server is known to have. */
  #delivered = 0;
  /** How often each message of the other side is on the screen. */
  #shown = new Map();

  /** An own message was answered. */
  delivered() {
    this.#delivered += 1;
  }

  /** Messages of the other side were put on the screen. @param {object[]} messages */
  shown(messages) {
    for (const message of messages) add(this.#shown, keyOf(message));
  }

  /** @param {object} message */
  has(message) {
    return this.#shown.has(keyOf(message));
  }

  /** Whether the server has an own message more than was known. @param {Record[]} records */
  hasMore(records) {
    return countMine(records) > this.#delivered;
  }

  /** Takes over how many own messages the server has. @param {Record[]} records */
  settle(records) {
    this.#delivered = Math.max(countMine(records), this.#delivered);
  }

  /**
   * The other side's messages that are not on the screen. They are told apart by content, since a
   * person's message may be stored before or after an answer that was shown earlier.
   * @param {Record[]} records
   * @returns {Record[]}
   */
  unseen(records) {
    const counts = new Map();
    return records.filter(({ mine, message }) => {
      if (mine) return false;
      const key = keyOf(message);
      return add(counts, key) > (this.#shown.get(key) ?? 0);
    });
  }

  clear() {
    this.#delivered = 0;
    this.#shown.clear();
  }
}

function add(counts, key) {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}

function countMine(records) {
  return records.filter(({ mine }) => mine).length;
}

function keyOf({ text, card }) {
  return `${card?.type ?? ""} ${text ?? ""}`;
}
