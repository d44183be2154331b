/**
 * The page in a real browser, against everything that {@code meterhaus up} runs.
 *
 * <p>Uses the command, the page, the public REST API and the message receiver, and no class of
 * ours.
 */
@NullMarked
package org.meterhaus.browser;

import org.jspecify.annotations.NullMarked;
