/** The REST API over HTTP. */
@NullMarked
package io.berth.gateway.web;

import org.jspecify.annotations.NullMarked;
