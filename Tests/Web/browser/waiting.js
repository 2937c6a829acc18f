/**
 * Asks again and again until the answer is true; the limit only ends a test that is broken.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} ask
 * @returns {Promise<T>}
 */
export async function eventually(what, ask) {
  const end = Date.now() + 60_000
  /** @type {unknown} */
  let last
  while (Date.now() < end) {
    try {
      const answer = await ask()
      if (answer) return answer
      last = answer
    } catch (error) {
      last = error
    }
    await new Promise(resolve => setTimeout(resolve, 30))
  }
  throw new Error(`It never happened: ${what}.`, { cause: last })
}
