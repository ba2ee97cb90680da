// Text that somebody else wrote. It is shown as text, whatever stands in it, and cannot change the direction of what is around it.
import { useState } from 'preact/hooks';
import { formatCount } from '../../app/quantities.js';
import { reveal } from '../reveal.js';

const LONGEST_IN_LINE = 200;
const LONGEST_PROSE = 2000;
const LONGEST_BLOCK = 20_000;

/** One line of it. What is longer than a line can be, or than `most` characters, is cut; `Block` shows it whole. */
export function Text({ value, most = LONGEST_IN_LINE }: { value: string; most?: number }) {
  const shown = value.length > most ? `${cut(value, most)}…` : value;
  return (
    <bdi class="text" title={shown}>
      <Pieces text={shown} />
    </bdi>
  );
}

/** Our own sentences, with a little of what a server said in them: what to do is never cut. */
export function Prose({ value }: { value: string }) {
  return <Text value={value} most={LONGEST_PROSE} />;
}

/** One line of it, and the rest when it is asked for. */
export function LongText({ value }: { value: string }) {
  const [isWhole, setWhole] = useState(false);
  if (value.length <= LONGEST_IN_LINE) return <Text value={value} />;
  if (isWhole) return <Block value={value} />;
  return (
    <>
      <Text value={value} />
      <button type="button" class="quiet small" onClick={() => setWhole(true)}>
        All {formatCount(value.length)} characters
      </button>
    </>
  );
}

/** All of it, with its line breaks; what would hold up the page is left off until it is asked for. */
export function Block({ value }: { value: string }) {
  const [isWhole, setWhole] = useState(false);
  const isLong = value.length > LONGEST_BLOCK && !isWhole;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <pre class="block" tabIndex={0}>
        <bdi>
          <Pieces text={isLong ? cut(value, LONGEST_BLOCK) : value} keepsLines />
        </bdi>
      </pre>
      {isLong && (
        <button type="button" class="quiet" onClick={() => setWhole(true)}>
          Show all {formatCount(value.length)} characters
        </button>
      )}
    </>
  );
}

function Pieces({ text, keepsLines }: { text: string; keepsLines?: boolean }) {
  const pieces = reveal(text, keepsLines);
  return (
    <>
      {pieces.map((piece, at) =>
        piece.isHidden ? (
          <span class="code-point" key={at}>
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}

/** Not through the middle of a character. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
