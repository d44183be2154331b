package org.meterhaus.db.customers;

import org.jspecify.annotations.Nullable;

/** Master data of a customer; null is what we were never told. */
public record Customer(
    String id,
    String name,
    @Nullable String address,
    @Nullable String phone,
    @Nullable String email) {}
