/**
 * How far the energy of a transaction can be trusted.
 *
 * - `exact`: the difference of two readings of one register, nothing guessed
 * - `estimated`: a reading is missing or contradicts the samples
 * - `meterReset`: the register fell back on the way, its parts were added up
 * - `negative`: the final reading lies below the first; energy is never shown below 0
 * - `gap`: energy may have flowed that no reading shows, so the true figure may be higher
 */
export const QUALITIES = ['exact', 'estimated', 'meterReset', 'negative', 'gap'] as const;
export type Quality = (typeof QUALITIES)[number];
