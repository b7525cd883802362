import { expect, test } from 'vitest';
import { toCsv } from './csv';

test('quotes what needs it, and disarms what a spreadsheet would run', () => {
  expect(toCsv(['Card', 'Cost'], [['Say "hi", please', 1.5], ['=HYPERLINK("x")', null], ['two\nlines', 0]])).toBe(
    'Card,Cost\r\n"Say ""hi"", please",1.5\r\n"\'=HYPERLINK(""x"")",\r\n"two\nlines",0\r\n',
  );
});
