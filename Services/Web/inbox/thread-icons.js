/** Paths on a grid of 24 that only the thread and its composer draw. */
export const QUOTE =
  'M9.5 7.5H5.8a1 1 0 0 0-1 1V12a1 1 0 0 0 1 1h3.7V8m0 4c0 2.5-1.2 4-3.5 4.7'
  + 'M18.7 7.5H15a1 1 0 0 0-1 1V12a1 1 0 0 0 1 1h3.7V8m0 4c0 2.5-1.2 4-3.5 4.7'
export const SMILE = 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.5 14.2a4.2 4.2 0 0 0 7 0M9 9.8v.1m6-.1v.1'
export const CLIP = 'm18.5 11.5-6.8 6.8a4.2 4.2 0 0 1-6-6l7.4-7.3a2.8 2.8 0 0 1 4 4l-7.3 7.3a1.4 1.4 0 0 1-2-2l6.6-6.6'
export const CANNED = 'M5 5h14v10.5H11L7 19v-3.5H5zM13.5 7.8l-3 5'
export const UNDO = 'M8.5 6 4.5 10l4 4M5 10h8.5a5 5 0 0 1 0 10H10'
export const COPIED = 'M8 4v9a3 3 0 0 0 3 3h8m-3.5-3.5L19 16l-3.5 3.5'
