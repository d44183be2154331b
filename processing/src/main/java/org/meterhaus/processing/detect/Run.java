package org.meterhaus.processing.detect;

/**
 * Days in a row that look as a fault would make them.
 *
 * @param from first day, index in the window
 * @param until day after the last
 * @param score natural log of how much better the fault explains them than usual days do
 */
record Run(int from, int until, Hypothesis hypothesis, double score) {
  int days() {
    return until - from;
  }

  boolean contains(int day) {
    return day >= from && day < until;
  }
}
