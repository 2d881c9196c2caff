// The document that a player leads from, as `player_document` writes it.
export type StepKind = "ready" | "work" | "side" | "rest";
export type Level = "easier" | "planned" | "harder";

export interface Beat {
  words: string;
  seconds: number;
}

export interface Step {
  kind: StepKind;
  set: number;
  side: string;
  side_words: string;
  seconds: number;
  reps: number;
  beats: Beat[];
  title: string;
  set_words: string;
  spoken: string;
  told: string;
}

export interface Way {
  exercise: string;
  name: string;
  cue: string;
  how: string[];
  changes: string[];
  form: string;
  sets: number;
  reps: number;
  hold_s: number | null;
  motion: string;
  steps: Step[];
}

export type Item = { planned: Way } & Record<"easier" | "harder", Way | null>;

export interface Sheet {
  form: number;
  key: string;
  kind: string;
  order: [item: number, place: number][];
  items: Item[];
  keeps_time: boolean;
  pain: { ceiling: number; stop_above: number; go_on: string; ease: string; stop: string };
  week_key: string;
  book_version: string;
  html: string;
  figures: Record<string, { figure: string; thumb: string }>;
}
