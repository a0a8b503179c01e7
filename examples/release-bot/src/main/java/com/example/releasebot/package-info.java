/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** An application of another team, with Spring Cloud Stream. */
@NullMarked
package com.example.releasebot;

import org.jspecify.annotations.NullMarked;
