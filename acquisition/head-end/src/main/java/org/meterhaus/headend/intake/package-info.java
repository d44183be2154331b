/**
 * From a sink's journal to the arrival log: decoding, mapping to channels, and the watermark. Used
 * by {@link org.meterhaus.headend.HeadEnd}.
 */
@NullMarked
package org.meterhaus.headend.intake;

import org.jspecify.annotations.NullMarked;
