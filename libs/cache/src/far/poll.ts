/** Who is silent for longer is not waited for, if the others are enough to go by. */
const PATIENCE_MS = 300;

export interface Quorum<T> {
  /** What nobody who has not answered yet could change. */
  isDecided(answers: readonly T[]): boolean;
  /** More than half have answered, whatever they said. */
  isMajority(answers: readonly T[]): boolean;
}

/**
 * What those who are asked say, as far as it takes to decide. Undefined are those who can't be asked. Fewer than a majority are never gone by while
 * others may still answer: where all are slow, this process among them, it takes longer, and that is all. It ends, as a connection that is
 * silent for too long is given up, and what was asked on it fails.
 */
export function poll<T>(asked: readonly Promise<T | undefined>[], quorum: Quorum<T>): Promise<readonly T[]> {
  return new Promise((resolve, reject) => {
    const answers: T[] = [];
    let isLate = false;
    const end = () => {
      clearTimeout(timer);
      resolve([...answers]);
    };
    const look = () => {
      if (quorum.isDecided(answers) || (isLate && quorum.isMajority(answers))) end();
    };
    const timer = setTimeout(() => {
      isLate = true;
      look();
    }, PATIENCE_MS);
    const heard = (answer: T | undefined) => {
      if (answer === undefined) return;
      answers.push(answer);
      look();
    };
    Promise.all(asked.map((one) => one.then(heard))).then(end, reject);
  });
}
