import { h } from '../common/html.js'

document.head.append(h('link', { rel: 'stylesheet', href: '/assets/widget/talk.css' }))

/** What a conversation needs and a first look does not: fetched when somebody writes, or has written before. */
export { Chat } from './chat.js'
export { ChatComposer } from './chat-composer.js'
export { ChatThread } from './chat-thread.js'
