/** Paths on a grid of 24, for `icon`: what the list of conversations needs besides. */
export const AT = 'M15.5 12a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0Zm0 0v1.5a2.5 2.5 0 0 0 5 0V12a8.5 8.5 0 1 0-3.6 7'
export const ALL = 'M4.5 6.5h15M4.5 12h15M4.5 17.5h15'
export const HAND = 'M12 12.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 7.5a7 7 0 0 1 9-6.6M17.5 15v5M15 17.5h5'
export const STAR =
  'm12 4 2.4 5.1 5.6.7-4.1 3.9 1 5.5L12 16.5l-4.9 2.7 1-5.5L4 9.8l5.6-.7L12 4Z'
export const FILTER = 'M4 6.5h16M7 12h10M10 17.5h4'
export const SORT = 'M7.5 5v14m-3.5-3.5L7.5 19l3.5-3.5M16.5 19V5M13 8.5 16.5 5 20 8.5'
export const COLUMN = 'M4.5 5h15v14h-15zM10 5v14'
export const BOOKMARK = 'M7 4.5h10V20l-5-3.8L7 20V4.5Z'
export const FLAG = 'M6 20.5V4.5m0 .5c4-2 6.5 2.5 12 .4v8.2c-5.5 2.1-8-2.4-12-.4'
export const BELL_OFF =
  'M9 5.4A5.5 5.5 0 0 1 17.5 10c0 2 .3 3.5.7 4.5M6.5 10c0 5-2 6.5-2 6.5H15m-4.7 3a2 2 0 0 0 3.4 0M4 4l16 16'
export const SPEAKER = 'M4.5 9.5v5h3.5l4.5 4v-13l-4.5 4H4.5ZM16 9a4.5 4.5 0 0 1 0 6m2.5-8.5a8 8 0 0 1 0 11'
export const SPEAKER_OFF = 'M4.5 9.5v5h3.5l4.5 4v-13l-4.5 4H4.5ZM16 9.5l5 5m0-5-5 5'
export const CHEVRON_UP = 'm7 14 5-5 5 5'
export const CHEVRONS_UP = 'm7 12 5-5 5 5M7 18l5-5 5 5'
export const MESSAGE = 'M4.5 5.5h15v11H11l-4.5 3.5v-3.5h-2z'
