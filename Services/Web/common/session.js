import { call } from './api.js'
import { ask, leave } from './team.js'

/** @typedef {import('./wire.js').Session} Session */

/**
 * Who is signed in here. Whoever has to set up a second step first goes there, and nothing else is loaded.
 * @returns {Promise<Session>}
 * @throws {import('./api.js').Problem}
 */
export async function openSession() {
  const session = await ask('GET', '/session')
  if (!session.restricted) return session
  location.replace('/two-factor')
  return new Promise(() => {})
}

/**
 * Goes to the inbox of another workspace of the same person.
 * @param {string} workspace
 */
export async function switchWorkspace(workspace) {
  await leave(() => call('PUT', '/session/workspace', { workspace }))
  location.assign('/inbox')
}

export async function signOut() {
  await leave(() => call('DELETE', '/session')).catch(() => {})
  location.assign('/sign-in')
}
