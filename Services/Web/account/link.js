/**
 * Takes the secret of the link that led here, and takes it off the address bar at once: browsers send a fragment to no
 * server, but it would stand in the history and in what people copy.
 */
export function takeSecret() {
  const secret = location.hash.slice(1)
  if (secret) history.replaceState(null, '', location.pathname + location.search)
  return secret
}

/**
 * Whether a link is used up, ended or unknown, rather than out of reach for now.
 * @param {{status?: number}} problem
 */
export function isOver({ status }) {
  return status === 404 || status === 410 || status === 409 || status === 422
}
