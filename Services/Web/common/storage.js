/**
 * The browser's storage, or a stand-in for the life of the page where it is blocked (third-party frames, private
 * windows).
 * @param {'localStorage'|'sessionStorage'} name
 * @returns {Pick<Storage, 'getItem'|'setItem'|'removeItem'> & {keys: () => string[]}}
 */
export function openStorage(name) {
  try {
    const real = window[name]
    real.setItem('majlis.probe', '1')
    real.removeItem('majlis.probe')
    return {
      getItem: key => real.getItem(key),
      removeItem: key => real.removeItem(key),
      keys: () => Object.keys(real),
      setItem(key, value) {
        try {
          real.setItem(key, value)
        } catch {
          // Full: what could not be kept lives on in memory, which is all that can be done.
        }
      },
    }
  } catch {
    return memoryStorage()
  }
}

/** A storage that ends with the page. */
export function memoryStorage() {
  /** @type {Map<string, string>} */
  const values = new Map()
  return {
    getItem: (/** @type {string} */ key) => values.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => { values.set(key, value) },
    removeItem: (/** @type {string} */ key) => { values.delete(key) },
    keys: () => [...values.keys()],
  }
}
