/** What a new mission begins with: something that may be run as it is. */
export const newText = (name: string, instrument = 'ctd'): string => `title: ${name.replaceAll('_', ' ')}
description: Finds out what an instrument is doing.
steps:
  - discover: ${instrument}
  - wait: 10 s
`;
