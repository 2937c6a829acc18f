/**
 * What stands at each address before the inbox: they share one shell.
 * @type {Record<string, () => Promise<unknown>>}
 */
const PAGES = {
  '/sign-in': () => import('./sign-in.js'),
  '/sign-up': () => import('./sign-up.js'),
  '/join': () => import('./join.js'),
  '/forgot': () => import('./forgot.js'),
  '/reset': () => import('./reset.js'),
  '/confirm': () => import('./confirm.js'),
  '/two-factor': () => import('./two-factor.js'),
}

export {}

await PAGES[location.pathname]?.()
