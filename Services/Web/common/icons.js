/** Paths on a grid of 24, for `icon`. */
export const INBOX =
  'M4 13.5 6.3 5.4A2 2 0 0 1 8.2 4h7.6a2 2 0 0 1 1.9 1.4L20 13.5V18a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-4.5Zm0 0'
  + 'h4.5l1.5 2.5h4l1.5-2.5H20'
export const GEAR =
  'M4 7h9m4 0h3M4 17h3m4 0h9M15 9.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z'
  + 'M9 19.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z'
export const BACK = 'M14.5 6 8.5 12l6 6'
export const CHEVRON = 'm7 10 5 5 5-5'
export const USER = 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8a7.5 7.5 0 0 1 15 0'
export const USERS =
  'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5a6.5 6.5 0 0 1 13 0'
  + 'M16 5a3.3 3.3 0 0 1 0 6.3m1.8 2.5a6.5 6.5 0 0 1 3.7 5.7'
export const URGENT =
  'M12 7.5v5.5m0 3.2v.1M5.5 4h13A1.5 1.5 0 0 1 20 5.5v13a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5v-13'
  + 'A1.5 1.5 0 0 1 5.5 4Z'
export const TAG =
  'M4 5.5V11l8.3 8.3a1.5 1.5 0 0 0 2.1 0l4.9-4.9a1.5 1.5 0 0 0 0-2.1L11 4H5.5A1.5 1.5 0 0 0 4 5.5Zm4 2.6v.1'
export const MERGE = 'M7 4v3.5c0 3 5 3.5 5 7V20m5-16v3.5c0 3-5 3.5-5 7M9 17l3 3 3-3'
export const SPLIT =
  'M12 20v-5.5c0-3.5-5-4-5-7V4m5 10.5c0-3.5 5-4 5-7V4M4.5 6.5 7 4l2.5 2.5m5 0L17 4l2.5 2.5'
export const MOVE =
  'M4 13.5V18a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-4.5M4 13.5h4.5l1.5 2.5h4l1.5-2.5H20M12 4v7m-3-3 3 3 3-3'
export const SPAM = 'M8.3 3.5h7.4l4.8 4.8v7.4l-4.8 4.8H8.3l-4.8-4.8V8.3l4.8-4.8ZM12 8v5m0 3v.1'
export const BLOCK = 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM6 6l12 12'
export const BELL = 'M6.5 10.5a5.5 5.5 0 0 1 11 0c0 5 2 6 2 6h-15s2-1 2-6ZM10 19.5a2.2 2.2 0 0 0 4 0'
export const HISTORY = 'M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5M12 8v4.3l2.8 1.7'
export const GRIP = 'M9 6h.1M9 12h.1M9 18h.1M15 6h.1M15 12h.1M15 18h.1'
export const ARCHIVE = 'M4 5h16v4H4zM5.5 9v9A1.5 1.5 0 0 0 7 19.5h10a1.5 1.5 0 0 0 1.5-1.5V9M10 12.5h4'
export const BOLT = 'M13 3.5 5.5 13.5H11l-1 7 8-10.5h-5.5l.5-6.5Z'
export const NOTE =
  'M14 4H6.5A1.5 1.5 0 0 0 5 5.5v13A1.5 1.5 0 0 0 6.5 20h11a1.5 1.5 0 0 0 1.5-1.5V9l-5-5Zm0 0v5h5M8.5 13h7m-7 3.5h4.5'
export const REPLY = 'M10 6 4 12l6 6m-6-6h10a6 6 0 0 1 6 6v1'
export const DONE = 'm8 12.3 2.8 2.7L16 9.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z'
export const MAIL = 'M4 6.5h16v11H4zm0 .5 8 6 8-6'
export const PHONE =
  'M6.5 3.5h3l1.5 4-2 1.5a11 11 0 0 0 6 6l1.5-2 4 1.5v3a2 2 0 0 1-2 2A16 16 0 0 1 4.5 5.5a2 2 0 0 1 2-2Z'
export const CARD =
  'M4 5.5h16v13H4zM9 12.3a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8ZM6.3 16a2.8 2.8 0 0 1 5.4 0M14.5 10h3m-3 3.5h3'
export const COPY = 'M9 9h10.5v10.5H9zM5.5 15H4.5V4.5H15v1'
export const PLUS = 'M12 5v14M5 12h14'
export const EYE =
  'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Zm9.5 2.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6Z'
export const EYE_OFF =
  'M4 4l16 16M9.9 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-2.6 3.3'
  + 'M6.5 7.3A15 15 0 0 0 2.5 12s3.5 6.5 9.5 6.5a9 9 0 0 0 4.5-1.2M10 10a2.8 2.8 0 0 0 4 4'
export const LANGUAGE =
  'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3.5 12h17'
  + 'M12 3c2.5 2.5 3.7 5.5 3.7 9s-1.2 6.5-3.7 9c-2.5-2.5-3.7-5.5-3.7-9S9.5 5.5 12 3Z'
export const LEAVE = 'M14 4.5H6.5v15H14M11 12h9m-3.5-3.5L20 12l-3.5 3.5'
export const KEY = 'M8.5 19a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm3.2-7.7L19 4m-3.5 3.5L18.5 10.5'
export const SHIELD =
  'M12 3.5 5 6v5.5c0 4.3 2.9 7.7 7 9 4.1-1.3 7-4.7 7-9V6l-7-2.5Zm-3.2 8.4 2.3 2.3 4.2-4.2'
export const KEYBOARD = 'M3 6.5h18v11H3zM6.5 10h.1m3.5 0h.1m3.6 0h.1m3.5 0h.1M7 14h10'
export const PENCIL = 'm5 19 .8-4L15.5 5.3a1.7 1.7 0 0 1 2.4 0l.8.8a1.7 1.7 0 0 1 0 2.4L9 18.2 5 19Z'
export const TRASH = 'M5 7h14M10 4h4m-7 3 .8 12.5h8.4L17 7m-7 4v5m4-5v5'
export const LINK = 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1'
export const BUILDING =
  'M5 20V5.5A1.5 1.5 0 0 1 6.5 4h7A1.5 1.5 0 0 1 15 5.5V20m0-10h2.5A1.5 1.5 0 0 1 19 11.5V20M3 20h18'
  + 'M8.5 8h3m-3 4h3m-3 4h3'
export const CODE = 'm8.5 7-5 5 5 5m7-10 5 5-5 5'
export const WARN =
  'M12 9.5v4m0 3v.1M10.7 4.8 3.4 17.5A1.5 1.5 0 0 0 4.7 19.8h14.6a1.5 1.5 0 0 0 1.3-2.3L13.3 4.8a1.5 1.5 0 0 0-2.6 0Z'
export const SEND = 'M4.5 12 3.8 4.6a.6.6 0 0 1 .9-.6l16 7.5a.6.6 0 0 1 0 1l-16 7.5a.6.6 0 0 1-.9-.6L4.5 12Zm0 0h7'
export const CLOSE = 'm6 6 12 12M18 6 6 18'
export const CHECK = 'm5 12.5 4.5 4.5L19 7.5'
export const CHECKS = 'm2.5 12.5 4.5 4.5 9.5-9.5M12 16.5l.6.5 9.4-9.5'
export const CLOCK = 'M12 7.5V12l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z'
export const DOWN = 'M12 5v14m-6-6 6 6 6-6'
export const ALERT = 'M12 8v5m0 3.2v.1M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z'
export const BADGE =
  'M4.5 6h15v13h-15zM9.5 3.5h5V8h-5zM9.5 14.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4ZM6.9 17a2.7 2.7 0 0 1 5.2 0'
  + 'M14.5 12.5h2.8m-2.8 3h2.8'
export const GROUP =
  'M12 9.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM5.6 20a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2Z'
  + 'm12.8 0a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2ZM10.3 9 7 15m6.7-6 3.3 6M8.2 17.4h7.6'
export const SCROLL = 'M7 4h11.5v13M7 4a2 2 0 0 0-2 2v14h11.5a2 2 0 0 0 2-2M8.5 9h6.5m-6.5 3.5h6.5M8.5 16h4'
export const GAUGE = 'M4.5 18a8.5 8.5 0 1 1 15 0M12 14.5l3.8-4.6M12 15.6a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2Z'
export const DOTS = 'M5.5 12h.1m6.4 0h.1m6.4 0h.1'
export const SEARCH = 'M10.8 17.3a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm4.7-1.8L20 20'
export const DOWNLOAD = 'M12 4.5v10m-4-4 4 4 4-4M5 19.5h14'
export const PRINT = 'M7 9V4h10v5M7 17H4.5V9.5h15V17H17M7 14h10v6H7z'
export const LAPTOP = 'M5.5 5.5h13v10h-13zM3 18.5h18'
export const HANDHELD =
  'M8 3.5h8a1.5 1.5 0 0 1 1.5 1.5v14a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 19V5A1.5 1.5 0 0 1 8 3.5Zm3 14h2'
