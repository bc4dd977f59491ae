/** What every step of the form is given. */
import type { Form } from "./api";
import type { Draft, Field, Step, Typed } from "./draft";

export interface StepProps {
  draft: Draft;
  form: Form;
  change: (part: Partial<Draft>) => void;
  type: (part: Partial<Typed>) => void;
  /** What is wrong with a field, in words. */
  wrong: Partial<Record<Field, string>>;
  photos: File[];
  setPhotos: (photos: File[]) => void;
  go: (step: Step) => void;
}
