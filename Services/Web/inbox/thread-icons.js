/** Paths on a grid of 24 that only the thread and its composer draw. */
export const QUOTE =
  'M9.5 7.5H5.8a1 1 0 0 0-1 1V12a1 1 0 0 0 1 1h3.7V8m0 4c0 2.5-1.2 4-3.5 4.7'
  + 'M18.7 7.5H15a1 1 0 0 0-1 1V12a1 1 0 0 0 1 1h3.7V8m0 4c0 2.5-1.2 4-3.5 4.7'
export const SMILE = 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.5 14.2a4.2 4.2 0 0 0 7 0M9 9.8v.1m6-.1v.1'
export const CLIP = 'm18.5 11.5-6.8 6.8a4.2 4.2 0 0 1-6-6l7.4-7.3a2.8 2.8 0 0 1 4 4l-7.3 7.3a1.4 1.4 0 0 1-2-2l6.6-6.6'
export const AT = 'M15.5 12a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0Zm0 0v1.5a2.5 2.5 0 0 0 5 0V12a8.5 8.5 0 1 0-3.6 7'
export const CANNED = 'M5 5h14v10.5H11L7 19v-3.5H5zM13.5 7.8l-3 5'
export const SPLIT = 'M12 20v-6m0 0L6.5 8.5M12 14l5.5-5.5M6.5 12.5v-4h4m3 0h4v4'
export const UNDO = 'M8.5 6 4.5 10l4 4M5 10h8.5a5 5 0 0 1 0 10H10'
export const ZOOM_OUT = 'M10.8 17.3a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm4.7-1.8L20 20M8 10.8h5.6'
export const HISTORY = 'M4.5 12a7.5 7.5 0 1 0 2.2-5.3L4.5 9M4.5 4.5V9H9m3-1v4.3l2.8 1.7'
export const COPIED = 'M8 4v9a3 3 0 0 0 3 3h8m-3.5-3.5L19 16l-3.5 3.5'
