// What the HTML of a report looks like, on a screen and on paper.
#ifndef TERTIAL_SERVICES_GATEWAY_FORMATS_HTML_STYLE_H_
#define TERTIAL_SERVICES_GATEWAY_FORMATS_HTML_STYLE_H_

namespace tertial::gateway {

// A style sheet that asks for nothing outside the file.
extern const char kHtmlStyle[];

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_FORMATS_HTML_STYLE_H_
