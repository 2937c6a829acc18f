/** @type {Map<string, Promise<void>>} */
const asked = new Map()

/**
 * Fetches what only a part of the page needs to look right, before that part is shown. Each file once.
 * @param {...string} paths Below `/assets/`.
 */
export async function needStyles(...paths) {
  await Promise.all(paths.map(path => {
    const known = asked.get(path)
    if (known) return known
    const loading = load(path)
    asked.set(path, loading)
    return loading
  }))
}

/**
 * @param {string} path
 * @returns {Promise<void>}
 */
function load(path) {
  return new Promise(done => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = `/assets/${path}`
    // Plain is better than nothing.
    for (const name of ['load', 'error']) link.addEventListener(name, () => done(), { once: true })
    document.head.append(link)
  })
}
