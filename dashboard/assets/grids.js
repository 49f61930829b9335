// Cells of grids: links stay links (middle click, copy, keyboard), and a second line gives the context.
(function () {
  "use strict";
  const h = (tag, props, ...children) => window.React.createElement(tag, props, ...children);
  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});

  cells.LsLink = (props) => h("a", { href: (props.data || {})[props.href] || undefined }, props.value);

  cells.LsTwoLine = (props) => {
    const data = props.data || {};
    const href = props.href && data[props.href];
    const text = href ? h("a", { href, title: props.value }, props.value) : h("span", { title: props.value }, props.value);
    return h("div", { className: "ls-twoline" }, text, h("small", null, data[props.context]));
  };

  cells.LsTone = (props) => {
    const data = props.data || {};
    return h("span", { className: props.tone ? data[props.tone] : undefined }, data[props.shown]);
  };
})();
