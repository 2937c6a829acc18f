/** Paths on a grid of 24, for `icon`. */
export const SEND = 'M4.500 12 3.800 4.600a.6.6 0 0 1 .9-.6l16 7.500a.6.6 0 0 1 0 1l-16 7.500a.6.6 0 0 1-.9-.6L4.500 12Zm0 0h7'
export const CLOSE = 'm6 6 12 12M18 6 6 18'
export const CHECK = 'm5 12.500 4.500 4.500L19 7.500'
export const CHECKS = 'm2.500 12.500 4.500 4.500 9.500-9.500M12 16.500l.6.5 9.400-9.500'
export const CLOCK = 'M12 7.500V12l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z'
export const DOWN = 'M12 5v14m-6-6 6 6 6-6'
export const ALERT = 'M12 8v5m0 3.200v.1M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z'
