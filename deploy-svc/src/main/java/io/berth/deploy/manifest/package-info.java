/** The Kubernetes objects of an application: data in, objects out. */
@NullMarked
package io.berth.deploy.manifest;

import org.jspecify.annotations.NullMarked;
