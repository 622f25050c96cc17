// What an amount is worth by a line of the table that the engine worked out. Points and amounts are hundredths.

/** A number with at most two decimals as whole hundredths, null for anything else. */
export function hundredths(text) {
  const match = /^(\d{1,5})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  return match && Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}

export function points(value) {
  return String(value / 100);
}

export function lineOn(kind, day) {
  return kind.lines.filter((line) => line.from <= day).at(-1);
}

/** {least, most, questions} in hundredths, or null where no source states a value. */
export function convert(kind, line, amount) {
  if (kind.takes === "badges" && !line.each) {
    if (!line.pair) return null;
    const count = Math.floor(amount / 100);
    const trios = count > 2 ? count % 2 : 0; // a badge outside every pair counts beside a pair only
    const pairs = Math.floor(count / 2) - trios;
    const sum = (end) => pairs * line.pair[end] + trios * line.trio[end];
    const questions = [...(pairs ? line.pair.questions : []), ...(trios ? line.trio.questions : [])];
    return { least: sum("least"), most: sum("most"), questions: [...new Set(questions)] };
  }
  if (kind.takes === "awarded") {
    const most = "cap" in line ? Math.min(amount, line.cap) : amount;
    return { least: most, most, questions: [] };
  }
  const times = (end) => (kind.takes ? Math.floor((amount * line.each[end]) / 100) : line.each[end]);
  return { least: times("least"), most: times("most"), questions: line.each.questions };
}
