export { counted, listed, listedUpTo, ordinal } from './count';
export { durationInWords, exactDuration } from './duration';
export { OwnerClock } from './owner-clock';
export { cleanText } from './clean';
export { asciiText } from './ascii';
export { fitting, utf8Bytes } from './fitting';
export { cutToSeptets, gsmText, septets } from './gsm';
